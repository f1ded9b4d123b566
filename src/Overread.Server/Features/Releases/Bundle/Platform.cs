namespace Overread.Server.Features.Releases.Bundle;

/// <summary>The software that makes a release, as every paper of it says.</summary>
internal static class Platform
{
    public const string Name = "Overread";

    public static string Version { get; } = typeof(Platform).Assembly.GetName().Version!.ToString(3);
}
