using Overread.Deidentification.Pseudonyms;
using Overread.Server.Features.Intake;
using Overread.Storage;

namespace Overread.Server.Modalities;

/// <summary>What a modality works with while it takes the files of a batch.</summary>
/// <param name="key">The project's key.</param>
/// <param name="known">Digests of what was received; a refused file is forgotten again.</param>
/// <param name="clean">The folder of what was cleaned.</param>
/// <param name="details">The folder of what identifies.</param>
/// <param name="entropy">For ids.</param>
internal sealed class IntakeContext(
    ProjectKey key,
    HashSet<string> known,
    string clean,
    string details,
    IEntropy entropy
)
{
    public ProjectKey Key => key;

    public string Clean => clean;

    public string Details => details;

    public IEntropy Entropy => entropy;

    /// <summary>What the project has chosen.</summary>
    public required IntakeChoices Choices { get; init; }

    /// <summary>
    /// Entries that are made again, as people have left them; empty where files come for the first time. What people have done
    /// to a picture that stays as it was is theirs to keep.
    /// </summary>
    public IReadOnlyList<GateEntry> Former { get; init; } = [];

    /// <summary>What was refused, and what was taken with damage.</summary>
    public List<IntakeProblem> Problems { get; } = [];

    /// <summary>Says that a file was not taken, and why; the same bytes may come again.</summary>
    public void Refuse(ReceivedFile file, string digest, string reason, string? where = null)
    {
        known.Remove(digest);
        Problems.Add(new(file.Shown, "refused", reason, where));
    }

    /// <summary>Says that a file was taken although something in it is damaged.</summary>
    public void Damaged(ReceivedFile file, string reason, string? where) =>
        Problems.Add(new(file.Shown, "damaged", reason, where));
}
