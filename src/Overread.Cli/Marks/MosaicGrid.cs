using System.Globalization;
using Overread.Cli.Marks.Reading;
using Overread.Cli.Quality.Files;
using Overread.Dicom;
using Overread.Dicom.Geometry;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks;

/// <summary>
/// A Siemens mosaic: the slices of a volume tiled into one image. Image Position Patient is that of a tile as large as the whole
/// mosaic, centred on the true slice; the slices follow the normal that the private header names.
/// </summary>
internal static class MosaicGrid
{
    private static readonly Tag s_imageHeader = new(0x00291010);
    private static readonly Tag s_tiles = new(0x0019100A);

    internal static bool Is(Dataset header) => header.GetTexts(Tags.ImageType).Contains("MOSAIC");

    internal static LoadedImages Load(string root, string name, Dataset header, int files, ConversionNotes notes)
    {
        int tiles = header.GetInt(s_tiles) ?? Number(header, "NumberOfImagesInMosaic") ?? 0;
        SlicePlane? plane = SlicePlane.Read(header);
        double? between = header.GetNumber(Tags.SpacingBetweenSlices) ?? header.GetNumber(Tags.SliceThickness);
        if (tiles < 1 || plane is null || between is not > 0)
        {
            throw new FileError(
                root,
                0,
                $"{name} is a mosaic whose private header (0019,100A or CSA NumberOfImagesInMosaic) does not say how it is tiled."
            );
        }

        int across = (int)Math.Ceiling(Math.Sqrt(tiles));
        int columns = header.GetInt(Tags.Columns)!.Value;
        int rows = header.GetInt(Tags.Rows)!.Value;
        (int width, int height) = (columns / across, rows / across);
        Lps row = SegmentGrid.Vector(plane.Row) * plane.ColumnSpacing;
        Lps column = SegmentGrid.Vector(plane.Column) * plane.RowSpacing;
        Lps normal = SegmentGrid.Vector(plane.Normal);
        // The private header may count slices against the normal of rows and columns.
        if (Normal(header) is { } said && said.Dot(normal) < 0)
        {
            normal *= -1;
        }

        Lps origin =
            SegmentGrid.Point(plane.Origin) + (row * ((columns - width) / 2.0)) + (column * ((rows - height) / 2.0));
        VolumeGrid grid = VolumeGrid.Of(
            width,
            height,
            tiles,
            new GridAffine(origin, row, column, normal * between.Value)
        );
        notes.Note(
            $"{root}: {name} is a mosaic of {tiles} slices of {width}×{height}{(files > 1 ? $", the first of {files} volumes" : "")}; DICOM marks cannot refer to its tiles."
        );
        return new LoadedImages(
            new MarkedImages(
                [
                    .. Enumerable
                        .Range(1, tiles)
                        .Select(k => new ImageSlice(
                            string.Create(CultureInfo.InvariantCulture, $"{name}@{k}"),
                            width,
                            height
                        )),
                ],
                grid
            )
            {
                FrameOfReferenceUid = header.GetText(Tags.FrameOfReferenceUid),
            },
            [],
            "mosaic"
        );
    }

    private static int? Number(Dataset header, string name) =>
        SiemensHeader.Values(header, s_imageHeader, name) is [var number, ..] ? (int)number : null;

    private static Lps? Normal(Dataset header) =>
        SiemensHeader.Values(header, s_imageHeader, "SliceNormalVector") is [var x, var y, var z]
            ? new Lps(x, y, z)
            : null;
}
