/** Whom an address belongs to in the portal. */
export type AddressMatch =
  | { kind: 'found'; bitrix24Id: number }
  | { kind: 'nobody' }
  /** Several active accounts share the address: nobody may guess which. */
  | { kind: 'several' }
  /** The rights of the webhook or application do not show addresses. */
  | { kind: 'addresses hidden' };

/** What the room asks of the portal. */
export interface PortalPeople {
  /** Answers may come from a short-lived memory. @throws when the portal did not say */
  byEmail(address: string): Promise<AddressMatch>;
}
