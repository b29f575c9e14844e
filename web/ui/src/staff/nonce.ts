/** The nonce of this page's security policy, which styles made here must carry. */
export const nonce =
  document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? "";

/**
 * Gives the nonce to every style element that a script of ours makes. Most of
 * antd takes it from ConfigProvider, but what measures scroll bars and locks
 * scrolling behind dialogs does not.
 */
export function stampStyles(doc: Document): void {
  type Create = (this: Document, tag: string, options?: ElementCreationOptions) => Element;
  const create = Reflect.get(doc, "createElement") as Create;
  const stamped: Create = (tag, options) => {
    const element = create.call(doc, tag, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
  Reflect.set(doc, "createElement", stamped);
}
