using System.Text.Json;
using Overread.Dicom.Deface;

namespace Overread.Server.Modalities.Imaging.Gate;

/// <summary>
/// Cuts and pictures of an entry's heads. They show faces, so they lie in quarantine, under the entry's name, and are
/// destroyed with it.
/// </summary>
/// <param name="details">The batch's folder for what identifies.</param>
/// <param name="entry">The entry's id.</param>
internal sealed class FaceFolder(string details, string entry)
{
    public static IReadOnlyList<string> Pictures { get; } = ["before", "after"];

    public void Keep(string series, FaceProposal proposal)
    {
        if (proposal.Cut is { } cut)
        {
            File.WriteAllText(PathOf(series, "cut.json"), JsonSerializer.Serialize(cut));
        }

        foreach (string name in proposal.Cut is null ? Pictures.Take(1) : Pictures)
        {
            if (FaceViews.Draw(proposal, name == "after") is { } picture)
            {
                using FileStream png = File.Create(PathOf(series, name + ".png"));
                picture.WritePng(png);
            }
        }
    }

    /// <summary>The cut that was proposed; null where it is gone or is not the one with this hash.</summary>
    public FaceCut? Cut(string series, string hash)
    {
        string path = PathOf(series, "cut.json");
        FaceCut? cut = File.Exists(path) ? JsonSerializer.Deserialize<FaceCut>(File.ReadAllText(path)) : null;
        return cut?.Hash == hash ? cut : null;
    }

    /// <summary>True where there is such a picture.</summary>
    public bool Has(string series, string name) => File.Exists(PathOf(series, name + ".png"));

    /// <summary>A picture; null where there is none.</summary>
    public byte[]? Picture(string series, string name)
    {
        string path = PathOf(series, name + ".png");
        return Pictures.Contains(name) && File.Exists(path) ? File.ReadAllBytes(path) : null;
    }

    private string PathOf(string series, string name) => Path.Combine(details, $"{entry}.face.{series}.{name}");
}
