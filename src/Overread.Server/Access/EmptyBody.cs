using Microsoft.AspNetCore.Http.Features;

namespace Overread.Server.Access;

/// <summary>
/// Takes a request without a body for one with an empty form, so that a form that may be left out can be: routing by media
/// type would not find the route otherwise.
/// </summary>
internal static class EmptyBody
{
    public static Task Run(HttpContext context, RequestDelegate next)
    {
        HttpRequest request = context.Request;
        bool empty = context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == false;
        if (empty && HttpMethods.IsPost(request.Method) && request.ContentType is null)
        {
            request.ContentType = "application/json";
        }

        return next(context);
    }
}
