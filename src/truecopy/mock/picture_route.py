"""The addresses that answers point to: a token in, a picture out."""

from truecopy.errors import PictureError
from truecopy.mock.services import PICTURES, SharedServices
from truecopy.mock.tokens import TokenError
from truecopy.serving.web import JSONResponse, Request, Response, Route


def picture_route(services: SharedServices) -> Route:
    """Return the route that serves every picture of every vendor."""

    async def serve(request: Request) -> Response:
        token, _, account = request.path_params["token"].removesuffix(".png").partition(".")
        try:
            painting = services.signer.read(
                token, services.clock.now(services.signer.unseal(account))
            )
            data = await services.renderer.png(painting)
        except TokenError as error:
            status = 403 if error.is_expired else 404
            return JSONResponse({"error": f"no picture here: {error}"}, status)
        except PictureError as error:
            return JSONResponse({"error": f"no picture here: {error}"}, 404)
        headers = {"cache-control": "private, max-age=3600"}
        return Response(data, media_type="image/png", headers=headers)

    return Route(f"{PICTURES}/{{token}}", serve, methods=["GET"])
