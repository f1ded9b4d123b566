using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Access;

/// <summary>Declares what a route needs.</summary>
internal static class AccessRoutes
{
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Action action)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsAction(action));
}
