// Every page works without this file. It moves focus to the error summary, makes leaving quick, stops a form from
// being sent twice, and offers buttons that only a script can serve.
import { createAll, ErrorSummary, ExitThisPage, NotificationBanner, Radios } from "govuk-frontend";
import { offerButtons } from "./buttons";
import { sendOnce } from "./send-once";
import { offerVerification } from "./verify-page";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}

createAll(ErrorSummary);
createAll(ExitThisPage);
createAll(NotificationBanner);
createAll(Radios);
offerButtons(document);
offerVerification(document); // before sendOnce: it sends nothing
sendOnce(document);
