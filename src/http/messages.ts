import { IncomingMessage, ServerResponse } from 'node:http';
import type { Express } from 'express';

/**
 * The classes by which a server is to make the requests and answers of an application. Express gives each of them its
 * own prototype, and V8 looks up nothing quickly any more on an object whose prototype was changed: these have it from
 * the beginning, and to give it again changes nothing.
 */
export function messagesOf(app: Express): {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
} {
  class Request extends IncomingMessage {}
  class Answer<Asked extends IncomingMessage = IncomingMessage> extends ServerResponse<Asked> {}
  Object.setPrototypeOf(Request.prototype, app.request);
  Object.setPrototypeOf(Answer.prototype, app.response);
  Object.assign(app, { request: Request.prototype, response: Answer.prototype });
  return { IncomingMessage: Request, ServerResponse: Answer };
}
