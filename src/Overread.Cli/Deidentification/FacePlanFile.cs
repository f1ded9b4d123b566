using System.Text.Json;
using Overread.Dicom.Deface;

namespace Overread.Cli.Deidentification;

/// <summary>
/// Cuts in a JSON file, and pictures before and after of each series in a folder of their own: written with an empty <c>approvedBy</c>; a
/// person looks at the pictures, takes out the series that must not be claimed, fills in the name, and gives the file to a
/// second run.
/// </summary>
internal static class FacePlanFile
{
    internal static void Write(string path, FacePlan plan) =>
        File.WriteAllText(path, JsonSerializer.Serialize(plan, FacePlanJson.Default.FacePlan));

    /// <exception cref="InvalidDataException">The file is no list of cuts.</exception>
    internal static FacePlan Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllText(path), FacePlanJson.Default.FacePlan)
                ?? throw new InvalidDataException($"{path} holds no cuts");
        }
        catch (JsonException exception)
        {
            throw new InvalidDataException($"{path} is no list of cuts: {exception.Message}", exception);
        }
    }

    /// <summary>Draws a series before and after its cut; nothing where there is no volume to draw.</summary>
    internal static void Draw(string folder, FaceSeries series, FaceProposal proposal)
    {
        Directory.CreateDirectory(folder);
        foreach (bool after in proposal.Cut is null ? [false] : new[] { false, true })
        {
            if (FaceViews.Draw(proposal, after) is { } picture)
            {
                string name = $"{series.Series}-{(after ? "after" : "before")}.png";
                using FileStream png = File.Create(Path.Combine(folder, name));
                picture.WritePng(png);
            }
        }
    }
}
