namespace Overread.Server.Modalities;

/// <summary>A plan of de-identification as a release states it.</summary>
/// <param name="Profile">Its name.</param>
/// <param name="Edition">The standard it follows, with the edition.</param>
/// <param name="Options">Coded options.</param>
/// <param name="Claims">What it lets anybody claim, and what stands against it.</param>
internal sealed record PlanPaper(
    string Profile,
    string Edition,
    IReadOnlyList<PlanPaper.Option> Options,
    IReadOnlyList<PlanPaper.ClaimPaper> Claims
)
{
    internal sealed record Option(string Code, string Meaning);

    internal sealed record ClaimPaper(string Claim, IReadOnlyList<string> Obstacles, IReadOnlyList<string> Conditions);
}
