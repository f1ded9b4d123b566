namespace Overread.Server.Features.People;

/// <summary>The sign-ins of a demo server, shown on its sign-in page; empty on any other.</summary>
internal sealed class DemoSignIns
{
    public List<SessionView.DemoSignIn> SignIns { get; } = [];
}
