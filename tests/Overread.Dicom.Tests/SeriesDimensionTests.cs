using Overread.Dicom.Geometry;

namespace Overread.Dicom.Tests;

/// <summary>A series with several frames at each position is positions × times, phases, b-values, echoes or energies.</summary>
public sealed class SeriesDimensionTests
{
    private const uint TemporalPosition = 0x00200100;
    private const uint TriggerTime = 0x00181060;
    private const uint BValue = 0x00189087;
    private const uint EchoTime = 0x00180081;
    private const uint Kvp = 0x00180060;
    private const uint Number = 0x00200013;

    [Theory]
    [InlineData(TemporalPosition, "Temporal position", "")]
    [InlineData(TriggerTime, "Trigger time", "ms")]
    [InlineData(BValue, "b-value", "s/mm²")]
    [InlineData(EchoTime, "Echo time", "ms")]
    [InlineData(Kvp, "Tube voltage", "kV")]
    [InlineData(0x00541300u, "Frame reference time", "ms")]
    [InlineData(0x00200012u, "Acquisition", "")]
    [InlineData(Number, "Image at this position", "")]
    public void One_attribute_that_changes_at_a_position_is_the_dimension(uint attribute, string name, string unit)
    {
        List<Dataset> shuffled =
        [
            .. Frames(5, [(attribute, [30, 10, 20])]).OrderBy(d => d.GetText(new Tag(0x00100010))),
        ];
        SeriesDimensions found = SeriesDimensions.Of(shuffled)!;
        Assert.Equal(5, found.Positions);
        SeriesDimension dimension = Assert.Single(found.Dimensions);
        Assert.Equal((name, unit), (dimension.Name, dimension.Unit));
        Assert.Equal(3, dimension.Values.Count);
        if (attribute != Number)
        {
            Assert.Equal([10, 20, 30], dimension.Values);
        }

        Assert.Equal(15, found.Order.Distinct().Count());
        for (int place = 0; place < 15; place++)
        {
            Dataset frame = shuffled[found.Order[place].Instance];
            Assert.Equal(place % 5 * 4.0, frame.GetNumbers(Tags.ImagePositionPatient)[2]);
            Assert.Equal((place / 5 + 1) * 10, frame.GetNumber(new Tag(attribute))! % 100);
        }
    }

    [Fact]
    public void Trigger_times_may_drift_from_position_to_position()
    {
        List<Dataset> frames = Frames(4, [(TriggerTime, [0, 100, 200])]);
        foreach (Dataset frame in frames)
        {
            double z = frame.GetNumbers(Tags.ImagePositionPatient)[2];
            frame.Set(new Tag(TriggerTime), Vr.DS, $"{frame.GetNumber(new Tag(TriggerTime)) + z}");
        }

        SeriesDimension dimension = Assert.Single(SeriesDimensions.Of(frames)!.Dimensions);
        Assert.Equal([0, 100, 200], dimension.Values);
    }

    [Fact]
    public void Two_attributes_make_two_dimensions_and_the_first_changes_slowest()
    {
        List<Dataset> frames = Frames(3, [(TemporalPosition, [1, 2]), (EchoTime, [5, 10, 15])]);
        SeriesDimensions found = SeriesDimensions.Of(frames)!;
        Assert.Equal(["Temporal position", "Echo time"], found.Dimensions.Select(d => d.Name));
        Assert.Equal(
            [(1.0, 5.0), (1.0, 10.0), (1.0, 15.0), (2.0, 5.0), (2.0, 10.0), (2.0, 15.0)],
            found
                .Order.Where((_, place) => place % 3 == 0)
                .Select(s => frames[s.Instance])
                .Select(d => (d.GetNumber(new Tag(TemporalPosition))!.Value, d.GetNumber(new Tag(EchoTime))!.Value))
        );
    }

    [Fact]
    public void Directions_without_a_full_grid_are_one_row_by_b_value()
    {
        List<Dataset> frames = Frames(3, [(Number, [1, 2, 3, 4])]);
        foreach (Dataset frame in frames)
        {
            Set(frame, BValue, frame.GetInt(new Tag(Number)) % 100 == 1 ? 0 : 1000);
        }

        SeriesDimension dimension = Assert.Single(SeriesDimensions.Of(frames)!.Dimensions);
        Assert.Equal("b-value", dimension.Name);
        Assert.Equal([0, 1000, 1000, 1000], dimension.Values);
    }

    [Fact]
    public void An_enhanced_object_is_read_by_its_functional_groups_and_declared_indices()
    {
        SeriesDimensions found = SeriesDimensions.Of([Enhanced(3, [0, 400], declared: false)])!;
        Assert.Equal(("b-value", 3), (found.Dimensions[0].Name, found.Positions));
        // Frames are stored position by position and read b-value by b-value.
        Assert.Equal([0, 2, 4, 1, 3, 5], found.Order.Select(s => s.Frame));

        SeriesDimensions declared = SeriesDimensions.Of([Enhanced(3, [1, 2], declared: true)])!;
        Assert.Equal("DiffusionGradientDirectionSequence", declared.Dimensions[0].Name);
        Assert.Equal([1, 2], declared.Dimensions[0].Values);
    }

    [Fact]
    public void A_plain_volume_a_single_position_and_a_grid_with_holes_are_none()
    {
        Assert.Null(SeriesDimensions.Of(Frames(6, [])));
        Assert.Null(SeriesDimensions.Of(Frames(1, [(TemporalPosition, [1, 2, 3, 4, 5])])));
        Assert.Null(SeriesDimensions.Of(Frames(3, [(TemporalPosition, [1, 2, 3])])[..^1]));
        List<Dataset> without = Frames(3, [(TemporalPosition, [1, 2])]);
        without.ForEach(d => d.Remove(Tags.ImagePositionPatient));
        Assert.Null(SeriesDimensions.Of(without));
        Assert.Null(SeriesDimensions.Of([]));
    }

    private static List<Dataset> Frames(int positions, (uint Tag, double[] Values)[] axes)
    {
        List<Dataset> frames = [];
        for (int p = 0; p < positions; p++)
        {
            int count = axes.Aggregate(1, (all, a) => all * a.Values.Length);
            for (int i = 0; i < count; i++)
            {
                Dataset d = new();
                d.Set(new Tag(0x00100010), Vr.PN, $"{(frames.Count * 7) % 11}{frames.Count}");
                d.Set(Tags.ImagePositionPatient, Vr.DS, $"0\\0\\{p * 4}");
                d.Set(Tags.ImageOrientationPatient, Vr.DS, "1\\0\\0\\0\\1\\0");
                d.Set(Tags.PixelSpacing, Vr.DS, "1\\1");
                int rest = i;
                foreach ((uint tag, double[] values) in axes.Reverse())
                {
                    // Instance numbers count through the series, whatever lies where.
                    double value = values[rest % values.Length];
                    Set(d, tag, tag == Number ? (p * 100) + value : value);
                    rest /= values.Length;
                }

                frames.Add(d);
            }
        }

        return frames;
    }

    private static void Set(Dataset d, uint tag, double value)
    {
        if (AttributeRegistry.VrOf(new Tag(tag)) == Vr.FD)
        {
            d.Set(new Element(new Tag(tag), Vr.FD, BitConverter.GetBytes(value)));
        }
        else
        {
            d.Set(new Tag(tag), AttributeRegistry.VrOf(new Tag(tag)), $"{value}");
        }
    }

    private static Dataset Enhanced(int positions, double[] values, bool declared)
    {
        List<Dataset> groups = [];
        for (int p = 0; p < positions; p++)
        {
            foreach (double value in values)
            {
                Dataset position = new();
                position.Set(Tags.ImagePositionPatient, Vr.DS, $"0\\0\\{p * 4}");
                Dataset group = new();
                group.Set(new Element(Tags.PlanePositionSequence, [position]));
                if (declared)
                {
                    Dataset content = new();
                    byte[] indices = [.. BitConverter.GetBytes(p + 1), .. BitConverter.GetBytes((int)value)];
                    content.Set(new Element(new Tag(0x00209157), Vr.UL, indices));
                    group.Set(new Element(Tags.FrameContentSequence, [content]));
                }
                else
                {
                    Dataset diffusion = new();
                    Set(diffusion, BValue, value);
                    group.Set(new Element(new Tag(0x00189117), [diffusion]));
                }

                groups.Add(group);
            }
        }

        Dataset orientation = new();
        orientation.Set(Tags.ImageOrientationPatient, Vr.DS, "1\\0\\0\\0\\1\\0");
        Dataset measures = new();
        measures.Set(Tags.PixelSpacing, Vr.DS, "1\\1");
        Dataset shared = new();
        shared.Set(new Element(Tags.PlaneOrientationSequence, [orientation]));
        shared.Set(new Element(Tags.PixelMeasuresSequence, [measures]));
        Dataset d = new();
        d.Set(new Element(Tags.SharedFunctionalGroupsSequence, [shared]));
        d.Set(new Element(Tags.PerFrameFunctionalGroupsSequence, groups));
        if (declared)
        {
            d.Set(new Element(new Tag(0x00209222), [Pointer(0x0020, 0x0032), Pointer(0x0018, 0x9076)]));
        }

        return d;
    }

    private static Dataset Pointer(ushort group, ushort element)
    {
        Dataset index = new();
        index.Set(
            new Element(
                new Tag(0x00209165),
                Vr.AT,
                new byte[] { (byte)group, (byte)(group >> 8), (byte)element, (byte)(element >> 8) }
            )
        );
        return index;
    }
}
