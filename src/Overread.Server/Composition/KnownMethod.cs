namespace Overread.Server.Composition;

/// <summary>A request's method as it may stand in a log, a label or a span: whoever sends a request can invent one.</summary>
internal static class KnownMethod
{
    public static string Of(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) ? "GET"
        : HttpMethods.IsHead(request.Method) ? "HEAD"
        : HttpMethods.IsPost(request.Method) ? "POST"
        : HttpMethods.IsPut(request.Method) ? "PUT"
        : HttpMethods.IsPatch(request.Method) ? "PATCH"
        : HttpMethods.IsDelete(request.Method) ? "DELETE"
        : HttpMethods.IsOptions(request.Method) ? "OPTIONS"
        : "_OTHER";
}
