import { describe } from 'vitest';
import { onEachDatabase } from '../store/each-database.ts';
import { acceptingPromises } from './promises/accepting.ts';
import { attentionPromises } from './promises/attention.ts';
import { draftPromises } from './promises/drafts.ts';
import { ledgerPromises } from './promises/ledger.ts';
import { notingPromises } from './promises/noting.ts';
import { reportPromises } from './promises/reports.ts';
import { takingPromises } from './promises/taking.ts';

onEachDatabase((newStore) => {
  describe('accepting', () => acceptingPromises(newStore));
  describe('taking', () => takingPromises(newStore));
  describe('noting', () => notingPromises(newStore));
  describe('reports', () => reportPromises(newStore));
  describe('history', () => ledgerPromises(newStore));
  describe('attention', () => attentionPromises(newStore));
  describe('drafts', () => draftPromises(newStore));
});
