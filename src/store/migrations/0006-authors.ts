/** Responses by the reference that names their author: without it a search goes through all of them. */
export function authors(): readonly string[] {
  return [
    'CREATE INDEX response_author_reference ON response (author_reference, number) WHERE author_reference IS NOT NULL',
  ];
}
