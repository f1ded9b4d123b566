using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Access;

/// <summary>Declares what a route needs.</summary>
internal static class AccessRoutes
{
    public static TBuilder Needs<TBuilder>(this TBuilder builder, Action action)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsAction(action));

    /// <summary>
    /// Asks a person to have proved by password or code within the last minutes that it is they. A token passes: who made it
    /// had proved it then.
    /// </summary>
    public static RouteHandlerBuilder AfterConfirming(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new NeedsConfirmation()).Problems(StatusCodes.Status403Forbidden, "access.confirm");

    /// <summary>Refuses tokens: what concerns a person's own sign-in is for the person, not for a program that acts for them.</summary>
    public static TBuilder ByPersonAlone<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new NeedsPerson());

    /// <summary>Open to whoever signed in with a password that somebody told them: the way to one of their own.</summary>
    public static TBuilder WithATold<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OpenToTold());

    /// <summary>Open to whoever lacks the second factor that this server demands: a way to one.</summary>
    public static TBuilder WithoutFactor<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OpenToFactorless());

    /// <summary>Takes much room: refused while the disk is low, so that what is left is there for what readers save.</summary>
    public static RouteHandlerBuilder TakesRoom(this RouteHandlerBuilder builder) =>
        builder.WithMetadata(new NeedsSpace()).Problems(StatusCodes.Status507InsufficientStorage, "disk.low");

    /// <summary>Open to readers who are not fit for work: shows no item and takes no answers.</summary>
    public static TBuilder WhoeverReads<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new OpenToReaders());

    /// <summary>For practice and tests: open to readers who lack nothing but the qualification.</summary>
    public static TBuilder ForTraining<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new Trains());

    /// <summary>Hands out items that the reader does not hold yet.</summary>
    public static TBuilder GivesItems<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder => builder.WithMetadata(new HandsOut());
}
