using System.Data.Common;
using System.Text.Json;
using Overread.Dicom;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Modalities.Imaging.Stencils;
using Overread.Domain.Record;
using Overread.Server.Features.Intake;
using Overread.Storage;

namespace Overread.Server.Modalities.Imaging.Stencils;

/// <summary>The stencils of one project.</summary>
internal sealed class ProjectStencils
{
    private static readonly Tag Model = new(0x00081090);
    private readonly Dictionary<StencilPicture, Stencil> _all;

    private ProjectStencils(IEnumerable<Stencil> all) => _all = all.ToDictionary(s => s.Of);

    /// <summary>In the order of device, kind and size.</summary>
    public IEnumerable<Stencil> All => _all.Values;

    /// <summary>Those of a project, as they stand.</summary>
    public static ProjectStencils Of(DbConnection c, string project) =>
        new(
            c.All(
                """
                SELECT device, modality, columns, rows, places, at FROM stencil WHERE project = @0
                ORDER BY device, modality, columns, rows
                """,
                r => new Stencil(
                    new(r.GetString(0), r.GetString(1), r.GetInt32(2), r.GetInt32(3)),
                    JsonSerializer.Deserialize<List<StencilPlace>>(r.GetString(4), EventJson.Options)!,
                    r.GetString(5)
                ),
                project
            )
        );

    /// <summary>The places known of a picture; none where there is no stencil for it.</summary>
    /// <param name="of">What a stencil for it would be for; null where nobody could tell.</param>
    public IReadOnlyList<StencilPlace> For(StencilPicture? of) =>
        of is not null && _all.TryGetValue(of, out Stencil? stencil) ? stencil.Places : [];

    /// <summary>What a stencil for an image would be for; null where its header names no device.</summary>
    /// <param name="header">Of the cleaned file: what it says may be said to stewards and in the record.</param>
    /// <param name="columns">The image's width.</param>
    /// <param name="rows">Its height.</param>
    public static StencilPicture? PictureOf(Dataset header, int columns, int rows) =>
        header.GetText(Tags.Manufacturer) is { Length: > 0 } maker && header.GetText(Model) is { Length: > 0 } model
            ? new($"{maker.Trim()} {model.Trim()}", header.GetText(Tags.Modality)?.Trim() ?? "", columns, rows)
            : null;

    /// <summary>
    /// Each image of an entry at the gate, with what a stencil for it would be for. One header of each series is read: one
    /// device makes a series.
    /// </summary>
    /// <param name="entry">The entry.</param>
    /// <param name="clean">The folder of the cleaned files.</param>
    public static IEnumerable<(FileFacts File, StencilPicture? Of)> PicturesOf(GateEntry entry, string clean)
    {
        foreach (SeriesFacts series in entry.Facts.Item.Series)
        {
            StencilPicture? device = entry.Kind == "dicom" ? DeviceOf(series, entry, clean) : null;
            foreach (FileFacts file in series.Files)
            {
                yield return (
                    file,
                    device is not null && file.Content is ImageContent image
                        ? device with
                        {
                            Columns = image.Width,
                            Rows = image.Height,
                        }
                        : null
                );
            }
        }
    }

    private static StencilPicture? DeviceOf(SeriesFacts series, GateEntry entry, string clean)
    {
        string? path = series
            .Files.Select(f => entry.Facts.Paths.GetValueOrDefault(f.Id))
            .OfType<string>()
            .Select(p => Path.Combine(clean, p))
            .FirstOrDefault(File.Exists);
        if (path is null)
        {
            return null;
        }

        using DicomFile read = DicomFile.Read(path);
        return PictureOf(read.Dataset, 0, 0);
    }
}
