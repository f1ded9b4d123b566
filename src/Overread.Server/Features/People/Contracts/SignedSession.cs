namespace Overread.Server.Features.People.Contracts;

/// <summary>A browser in which somebody is signed in.</summary>
/// <param name="Id">Its id, which the cookie holds.</param>
/// <param name="Person">Who.</param>
/// <param name="Begun">When they signed in.</param>
/// <param name="Address">Where from.</param>
/// <param name="Device">What the browser says it is, in words.</param>
/// <param name="Used">When it was last used.</param>
/// <param name="Confirmed">When the person last proved that it is they, by password or code.</param>
internal sealed record SignedSession(
    string Id,
    string Person,
    string Begun,
    string Address,
    string Device,
    string Used,
    string Confirmed
);
