/** Bitrix24 people of the stand-in portal have numbers from here on. */
export const FIRST_RECIPIENT = 1000;
