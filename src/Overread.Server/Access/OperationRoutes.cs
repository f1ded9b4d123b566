namespace Overread.Server.Access;

/// <summary>What the API's description says of a route, said where the route is mapped. A test holds that no route is silent.</summary>
internal static class OperationRoutes
{
    /// <summary>Names the operation (kebab-case, stable: clients are made of it) and says in a sentence what it does.</summary>
    public static TBuilder Says<TBuilder>(this TBuilder builder, string id, string summary)
        where TBuilder : IEndpointConventionBuilder => builder.WithName(id).WithSummary(summary);

    /// <summary>Answers 200 with bytes of one of these media types.</summary>
    public static RouteHandlerBuilder GivesBytes(this RouteHandlerBuilder builder, params string[] mediaTypes) =>
        builder.GivesBytes(StatusCodes.Status200OK, mediaTypes);

    /// <summary>Answers this status, beside others, with bytes of one of these media types.</summary>
    public static RouteHandlerBuilder GivesBytes(
        this RouteHandlerBuilder builder,
        int status,
        params string[] mediaTypes
    ) => builder.WithMetadata(new OperationAnswer(status, mediaTypes, null));

    /// <summary>Answers 200 with text of one of these media types.</summary>
    public static RouteHandlerBuilder GivesText(this RouteHandlerBuilder builder, params string[] mediaTypes) =>
        builder.WithMetadata(new OperationAnswer(200, mediaTypes, typeof(string)));

    /// <summary>Takes a body of one of these media types as it is.</summary>
    public static RouteHandlerBuilder TakesBytes(this RouteHandlerBuilder builder, params string[] mediaTypes) =>
        builder.WithMetadata(new OperationBody(mediaTypes));

    /// <summary>Looks at this request header, which may be left out.</summary>
    public static RouteHandlerBuilder TakesHeader(this RouteHandlerBuilder builder, string name, string description) =>
        builder.WithMetadata(new OperationHeader(name, description));

    /// <summary>
    /// May be refused with this status and one of these codes, beside what every route can give (a missing session, role or
    /// scope, a request that cannot be read).
    /// </summary>
    public static RouteHandlerBuilder Problems(this RouteHandlerBuilder builder, int status, params string[] codes) =>
        builder.WithMetadata(new OperationProblems(status, codes));
}
