"""`/docs`: the API as Swagger UI, whose scripts come with a package and are served from here."""

from importlib.resources import files

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from server.dependencies import Templates

router = APIRouter(include_in_schema=False)

SWAGGER_UI = str(files("fastapi_offline") / "static")
"""Folder of `swagger-ui-bundle.js` and `swagger-ui.css`."""


@router.get("/docs", response_class=HTMLResponse)
def api_docs(request: Request, templates: Templates) -> HTMLResponse:
    """Every route with its parameters and bodies, to be tried in place."""
    return templates.TemplateResponse(request, "api_docs.html")
