namespace Overread.Cli.Server.Campaigns;

/// <summary>An arm of the crowd study.</summary>
/// <param name="Name">As the paper calls it.</param>
/// <param name="Trained">Whether training is compulsory in it.</param>
/// <param name="Sensitivity">What a reader of the arm is simulated to reach, over the mix of images.</param>
/// <param name="Specificity">The same of normal images.</param>
/// <param name="Area">Area under the curve of the arm's votes, with very many votes.</param>
internal sealed record CrowdArm(string Name, bool Trained, double Sensitivity, double Specificity, double Area)
{
    /// <summary>
    /// The three arms of Mitry et al. 2016. The paper has the figures of all arms together (sensitivity .87, specificity .71;
    /// AUC .93), and that training gave the highest area; how they are spread over the arms is assumed here.
    /// </summary>
    public static IReadOnlyList<CrowdArm> All { get; } =
    [
        new("masters", false, 0.855, 0.65, 0.925),
        new("non-masters", false, 0.855, 0.65, 0.925),
        new("non-masters with compulsory training", true, 0.9, 0.83, 0.97),
    ];
}
