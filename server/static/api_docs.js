// Shows the service's own OpenAPI document; deepLinking makes the address of one operation shareable.
SwaggerUIBundle({ url: `${document.body.dataset.base}/openapi.json`, dom_id: "#api", deepLinking: true, validatorUrl: null });
