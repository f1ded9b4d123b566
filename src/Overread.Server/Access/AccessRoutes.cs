using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Access;

/// <summary>Declares what a route needs.</summary>
internal static class AccessRoutes
{
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Action action)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsAction(action));

    /// <summary>Refuses tokens: what concerns a person's own sign-in is for the person, not for a program that acts for them.</summary>
    public static TBuilder ByPersonAlone<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsPerson());
}
