import {
  type Align,
  type Block,
  type Inline,
  type ListItem,
  listOf,
  paragraph,
  type TableRow,
  table,
  text,
  unshown,
} from '../document.ts';
import { inlinesOfButtons } from './controls.ts';
import { arrayAt, asPayload, isPayload, type Payload, payloadAt, stringAt } from './payload.ts';
import { inlinesOfTextObject } from './text-objects.ts';

/** `table` and `data_table`: rows of cells, the first one the heading; a caption stands above. */
export function blocksOfTable(block: Payload): Block[] {
  const rows = arrayAt(block, 'rows').map(
    (row): TableRow => (Array.isArray(row) ? row : arrayAt(asPayload(row), 'cells')).map(cellOf),
  );
  const caption = stringAt(block, 'caption');
  const align = arrayAt(block, 'column_settings').map((setting) => alignOf(asPayload(setting)));
  return [
    ...(caption === '' ? [] : [paragraph(text(caption, { bold: true }))]),
    ...(rows.some((row) => row.length > 0) ? [table(rows, align)] : []),
  ];
}

function cellOf(cell: unknown): readonly Inline[] {
  if (typeof cell === 'number') return [text(String(cell))];
  if (!isPayload(cell)) return inlinesOfTextObject(cell);
  if (cell.type === 'raw_text') return [text(stringAt(cell, 'text'))];
  if (cell.type === 'raw_number')
    return [text(stringAt(cell, 'text') || stringAt(cell, 'value') || stringAt(cell, 'number'))];
  const words = inlinesOfTextObject(cell);
  return words.length > 0 ? words : inlinesOfButtons([cell]);
}

const alignOf = ({ align }: Payload): Align => (align === 'right' || align === 'center' ? align : 'left');

/** A chart in figures: a pie as a list of its slices, others with a row for each label and a column for each series. A kind without either is only told. */
export function blocksOfChart(block: Payload): Block[] {
  const chart = payloadAt(block, 'chart');
  const title = stringAt(block, 'title');
  const rows = seriesRows(chart);
  const align = (rows[0] ?? []).map((_, column): Align => (column === 0 ? 'left' : 'right'));
  const figures = [...slicesOf(chart), ...(rows.length > 0 ? [table(rows, align)] : [])];
  return [
    ...(title === '' ? [] : [paragraph(text(title, { bold: true }))]),
    ...(figures.length > 0 ? figures : [paragraph(unshown())]),
  ];
}

const cell = (words: string): readonly Inline[] => [text(words)];

function slicesOf(chart: Payload): Block[] {
  const slices = arrayAt(chart, 'segments').map(asPayload);
  if (slices.length === 0) return [];
  const item = (slice: Payload): ListItem => ({
    level: 0,
    marker: 'bullet',
    blocks: [paragraph(`${stringAt(slice, 'label')}: ${stringAt(slice, 'value')}`)],
  });
  return [listOf(slices.map(item))];
}

function seriesRows(chart: Payload): TableRow[] {
  const series = arrayAt(chart, 'series').map(asPayload);
  const axis = payloadAt(chart, 'axis_config');
  const points = series.map((own) => arrayAt(own, 'data').map(asPayload));
  const categories = arrayAt(axis, 'categories').map(String);
  const labels =
    categories.length > 0 ? categories : [...new Set(points.flat().map((point) => stringAt(point, 'label')))];
  if (series.length === 0 || labels.length === 0) return [];
  const byLabel = points.map(
    (own) => new Map(own.map((point) => [stringAt(point, 'label'), stringAt(point, 'value')])),
  );
  return [
    [cell(stringAt(axis, 'x_label')), ...series.map((own) => cell(stringAt(own, 'name')))],
    ...labels.map((label) => [cell(label), ...byLabel.map((values) => cell(values.get(label) ?? ''))]),
  ];
}
