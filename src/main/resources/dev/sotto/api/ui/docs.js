// Shows the contract and sends the requests that a reader tries, to the server that the page came from and nowhere else.
const base = new URL(".", location.href);

SwaggerUIBundle({
  url: new URL("openapi.yaml", base).href,
  dom_id: "#api",
  presets: [SwaggerUIBundle.presets.apis],
  layout: "BaseLayout",
  validatorUrl: null,
  docExpansion: "list",
  defaultModelsExpandDepth: 0,
  requestInterceptor: (request) => {
    // The contract names an example of a server; a reader's own may lie behind a proxy, below another path.
    const { pathname, search } = new URL(request.url);
    request.url = request.loadSpec ? request.url : new URL(pathname.slice(1) + search, base).href;
    return request;
  },
});
