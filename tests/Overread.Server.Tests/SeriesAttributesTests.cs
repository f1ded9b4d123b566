using Overread.Dicom;
using Overread.Server.Modalities.Imaging.Intake;

namespace Overread.Server.Tests;

/// <summary>What items are hung by is said in words of the standard's lists, and no word beside them but the description that the plan left.</summary>
public class SeriesAttributesTests
{
    private static readonly Tag ViewCodes = new(0x00540220);

    private static Dataset Header(params (uint Tag, string Value)[] values)
    {
        Dataset header = new();
        foreach ((uint tag, string value) in values)
        {
            header.Set(
                new Tag(tag),
                tag switch
                {
                    0x00200037 => Vr.DS,
                    0x0008103E or 0x00180010 => Vr.LO,
                    _ => Vr.CS,
                },
                value
            );
        }

        return header;
    }

    private static string Words(IReadOnlyDictionary<string, string>? attributes) =>
        string.Join(
            ' ',
            (attributes ?? new Dictionary<string, string>())
                .OrderBy(a => a.Key, StringComparer.Ordinal)
                .Select(a => $"{a.Key}={a.Value}")
        );

    private static string One(Dataset header, bool moving = false) =>
        Words(SeriesAttributes.Of([("a", header)], moving).Same);

    [Theory]
    [InlineData(0x00185101u, "pa ", "view=PA")]
    [InlineData(0x00185101u, "Mrs Miller", "")]
    [InlineData(0x00200062u, "L", "laterality=L")]
    [InlineData(0x00200060u, "b", "laterality=B")]
    [InlineData(0x00200060u, "U", "")]
    [InlineData(0x00180015u, "CHEST", "body-part=CHEST")]
    [InlineData(0x00180015u, "MILLER", "")]
    [InlineData(0x00080068u, "FOR PROCESSING", "intent=processing")]
    [InlineData(0x00080008u, @"ORIGINAL\PRIMARY\LOCALIZER", "localizer=yes")]
    [InlineData(0x00080008u, @"DERIVED\SECONDARY", "derived=yes")]
    [InlineData(0x00180010u, "Iopamidol for Mrs Miller", "contrast=yes")]
    [InlineData(0x0008103Eu, "T2 TSE ax", "description=T2 TSE ax")]
    [InlineData(0x00200037u, @"1\0\0\0\1\0", "plane=axial")]
    [InlineData(0x00200037u, @"1\0\0\0\0\-1", "plane=coronal")]
    [InlineData(0x00200037u, @"0\1\0\0\0\-1", "plane=sagittal")]
    [InlineData(0x00200037u, @"0.98\0.17\0\-0.17\0.98\0", "plane=axial")]
    [InlineData(0x00200037u, @"0.7\0.7\0\0\0\-1", "plane=oblique")]
    [InlineData(0x00200037u, @"0\0\0\0\0\0", "")]
    public void One_word_of_the_header_says(uint tag, string value, string words) =>
        Assert.Equal(words, One(Header((tag, value))));

    [Fact]
    public void Moving_pictures_say_so() => Assert.Equal("moving=yes", One(Header(), moving: true));

    [Theory]
    [InlineData("399368009", "MLO")]
    [InlineData("R-10226", "MLO")]
    [InlineData("399162004", "CC")]
    [InlineData("272479007", "PA")]
    public void A_view_is_known_by_its_code_where_no_word_stands(string code, string view)
    {
        Dataset header = new();
        header.Set(ViewCodes, Header((0x00080100, code)));
        Assert.Equal("view=" + view, One(header));
        header.Set(new Tag(0x00185101), Vr.CS, "AP");
        Assert.Equal("view=AP", One(header));
    }

    [Fact]
    public void What_differs_within_a_series_is_said_of_each_file()
    {
        Dataset[] headers =
        [
            Header((0x00185101, "PA"), (0x00180015, "CHEST")),
            Header((0x00185101, "LL"), (0x00180015, "CHEST")),
            Header((0x00180015, "CHEST")),
        ];
        (
            IReadOnlyDictionary<string, string>? same,
            IReadOnlyDictionary<string, IReadOnlyDictionary<string, string>>? byFile
        ) = SeriesAttributes.Of([("a", headers[0]), ("b", headers[1]), ("c", headers[2])], false);
        Assert.Equal("body-part=CHEST", Words(same));
        Assert.Equal(["a", "b"], byFile!.Keys.Order(StringComparer.Ordinal));
        Assert.Equal("view=PA", Words(byFile["a"]));
        Assert.Equal("view=LL", Words(byFile["b"]));
    }

    [Fact]
    public void Of_a_long_stack_no_single_file_is_spoken_of()
    {
        var files = Enumerable.Range(0, 65).Select(i => ($"f{i}", Header((0x00185101, i == 0 ? "PA" : "LL")))).ToList();
        Assert.Null(SeriesAttributes.Of(files, false).ByFile);
        Assert.Null(SeriesAttributes.Of(files, false).Same);
    }

    [Fact]
    public void Text_that_a_person_had_taken_out_is_gone_here_too()
    {
        IReadOnlyDictionary<string, string>? all = SeriesAttributes
            .Of([("a", Header((0x0008103E, "Miller"), (0x00185101, "PA")))], false)
            .Same;
        Assert.Equal("view=PA", Words(SeriesAttributes.WithoutText(all)));
        Assert.Null(SeriesAttributes.WithoutText(new Dictionary<string, string> { ["description"] = "Miller" }));
    }
}
