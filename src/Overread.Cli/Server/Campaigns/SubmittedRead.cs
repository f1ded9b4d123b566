namespace Overread.Cli.Server.Campaigns;

/// <summary>A read as the server gives it back.</summary>
internal sealed record SubmittedRead(int Worker, string Item, string Answer, double Seconds, string Submitted);
