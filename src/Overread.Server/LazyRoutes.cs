using System.Reflection;
using Microsoft.Extensions.Options;

namespace Overread.Server;

/// <summary>
/// Maps routes whose code is made when each is first asked for. ASP.NET Core compiles that of every route on the first request of all: with
/// hundreds of routes whoever came first after a start waited for seconds. What is known of a route (parameters, bodies, answers) is found at
/// once, as ASP.NET Core finds it, so that a route that cannot work is refused at the start. Stands in the namespace that encloses all others
/// of the server, where the compiler looks before it looks into the framework's.
/// </summary>
internal static class LazyRoutes
{
    public static RouteHandlerBuilder MapGet(this IEndpointRouteBuilder api, string pattern, Delegate handler) =>
        Map(api, pattern, HttpMethods.Get, handler);

    public static RouteHandlerBuilder MapPost(this IEndpointRouteBuilder api, string pattern, Delegate handler) =>
        Map(api, pattern, HttpMethods.Post, handler);

    public static RouteHandlerBuilder MapPut(this IEndpointRouteBuilder api, string pattern, Delegate handler) =>
        Map(api, pattern, HttpMethods.Put, handler);

    public static RouteHandlerBuilder MapPatch(this IEndpointRouteBuilder api, string pattern, Delegate handler) =>
        Map(api, pattern, HttpMethods.Patch, handler);

    public static RouteHandlerBuilder MapDelete(this IEndpointRouteBuilder api, string pattern, Delegate handler) =>
        Map(api, pattern, HttpMethods.Delete, handler);

    private static RouteHandlerBuilder Map(IEndpointRouteBuilder api, string pattern, string method, Delegate handler)
    {
        IEndpointConventionBuilder route = api.MapMethods(pattern, [method], Unmade);
        // The first of its conventions: those that follow see what they would see of a route of the framework's own.
        route.Add(b => Describe((RouteEndpointBuilder)b, method, handler));
        return new RouteHandlerBuilder([route]);
    }

    private static void Describe(RouteEndpointBuilder endpoint, string method, Delegate handler)
    {
        RequestDelegateFactoryOptions options = new()
        {
            ServiceProvider = endpoint.ApplicationServices,
            RouteParameterNames = endpoint.RoutePattern.Parameters.Select(p => p.Name),
            ThrowOnBadRequest =
                endpoint.ApplicationServices.GetService<IOptions<RouteHandlerOptions>>()?.Value.ThrowOnBadRequest
                ?? false,
            DisableInferBodyFromParameters = HttpMethods.IsGet(method) || HttpMethods.IsDelete(method),
            EndpointBuilder = endpoint,
        };
        endpoint.DisplayName = $"HTTP: {method} {endpoint.RoutePattern.RawText}";
        endpoint.Metadata.Insert(0, handler.Method);
        RequestDelegateMetadataResult inferred = RequestDelegateFactory.InferMetadata(handler.Method, options);
        foreach (object attribute in handler.Method.GetCustomAttributes())
        {
            endpoint.Metadata.Add(attribute);
        }

        Lazy<RequestDelegate> made = new(() =>
            RequestDelegateFactory.Create(handler, options, inferred).RequestDelegate
        );
        endpoint.RequestDelegate = http => made.Value(http);
    }

    private static Task Unmade(HttpContext http) =>
        throw new InvalidOperationException("A route was asked for before it was described.");
}
