// govuk-frontend ships no types; only what app.ts uses is declared.
declare module "govuk-frontend" {
  export function createAll(component: unknown, config?: object): unknown[];
  export const CharacterCount: unknown;
  export const ErrorSummary: unknown;
  export const ExitThisPage: unknown;
  export const NotificationBanner: unknown;
  export const Radios: unknown;
}
