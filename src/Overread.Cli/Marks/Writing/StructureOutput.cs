using Overread.Dicom.Derived;
using Overread.Dicom.Structures;
using Overread.Imaging.Grids;
using Overread.Imaging.Marks;

namespace Overread.Cli.Marks.Writing;

/// <summary>RT structure sets: contours along the edges of voxels, so that filled again they give the same voxels; holes as keyholes.</summary>
internal static class StructureOutput
{
    internal static void Write(Conversion conversion, StagedOutput output)
    {
        DerivedContext context = conversion.Dicom(output.Output);
        conversion.LoseExtras(attributes: false);
        List<StructureRoi> rois = [];
        foreach (IGrouping<MarkLabel, MarkObject> label in conversion.Set.Objects.GroupBy(mark => mark.Label))
        {
            List<StructureContour> contours = [];
            foreach (MarkObject mark in label)
            {
                if (mark.Mask?.Fraction is not null)
                {
                    long parted = mark.Mask.Slices.Values.Sum(p => (long)p.Values.Count(v => v is > 0 and < 255));
                    conversion.Losses.Add(
                        "fractions of voxels",
                        "contours enclose whole voxels; those of half and more are kept",
                        label.Key.Name,
                        parted
                    );
                    mark.Mask = mark.Mask.Halved();
                }

                contours.AddRange(
                    conversion.Shapes.PlacesOf(mark).Select(place => Contour(place.Slice, place.Shape, conversion))
                );
            }

            rois.Add(Roi(rois.Count + 1, label.Key, label.First(), contours));
            Lose(conversion, label.Key);
        }

        if (rois.Count == 0)
        {
            throw new Overread.Cli.Quality.Files.FileError(
                output.Output,
                0,
                "nothing is marked on the images: nothing is written."
            );
        }

        SegOutput.Save(
            StructureSetWriter.Write(context, conversion.Set.Title ?? "Marks", rois),
            output.Only(),
            deflate: false
        );
    }

    private static void Lose(Conversion conversion, MarkLabel label) =>
        conversion.Losses.Add(
            "codes and tracking identifiers",
            "a structure set has one code per region",
            label.Name,
            (label.Category is not null ? 1 : 0)
                + (label.Modifier is not null ? 1 : 0)
                + (label.Region is not null ? 1 : 0)
                + (label.TrackingUid is not null ? 1 : 0)
        );

    private static StructureRoi Roi(
        int number,
        MarkLabel label,
        MarkObject first,
        IReadOnlyList<StructureContour> contours
    ) =>
        new()
        {
            Number = number,
            Name = label.Name,
            Description = label.Description,
            Algorithm = label.AlgorithmType,
            AlgorithmDescription = label.AlgorithmName,
            Colour = label.Colour ?? LabelColours.Of(number - 1),
            Identification = Reading.MarkCodes.Concept(label.Type),
            InterpretedType = first.Attributes.GetValueOrDefault("interpreted type"),
            Contours = contours,
        };

    private static StructureContour Contour(int slice, PatientShape shape, Conversion conversion)
    {
        string type = shape.Kind switch
        {
            PatientShapeKind.Closed => "CLOSED_PLANAR",
            PatientShapeKind.Points => "POINT",
            _ => "OPEN_PLANAR",
        };
        List<double> data = new(shape.Places.Count * 3);
        foreach (Lps place in shape.Places)
        {
            data.AddRange([place.X, place.Y, place.Z]);
        }

        ImageSlice? image = slice >= 0 ? conversion.Set.Images.Slices[slice] : null;
        return new StructureContour(type, data, image?.SopInstanceUid) { Frame = image?.Frame ?? 0 };
    }
}
