using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Overread.Domain.Intake;
using Overread.Domain.Modalities.Imaging;
using Overread.Domain.Record;

namespace Overread.Domain.Tests;

/// <summary>The record is for ever: what was written once is read for ever, byte for byte.</summary>
public class EventRecordTests
{
    private static readonly string Golden = Path.Combine(Root(), "tests/golden/events.txt");

    [Fact]
    public void Events_and_their_members_may_be_added_but_never_vanish_or_change()
    {
        SortedSet<string> now = Members();
        if (Environment.GetEnvironmentVariable("OVERREAD_ADD_EVENTS") == "1")
        {
            // What was written once stays in the list, whatever this build says.
            SortedSet<string> all = new(File.Exists(Golden) ? File.ReadAllLines(Golden) : [], StringComparer.Ordinal);
            all.UnionWith(now);
            File.WriteAllText(Golden, string.Join('\n', all) + "\n");
        }

        string[] written = File.ReadAllLines(Golden);
        Assert.Empty(written.Except(now));
        Assert.True(
            now.IsSubsetOf(written),
            $"New in the record for ever: {string.Join("; ", now.Except(written))}. Look twice, then run this test with OVERREAD_ADD_EVENTS=1."
        );
    }

    [Fact]
    public void Every_event_has_a_name_of_its_own()
    {
        Assert.Equal(EventTypes.All.Count, EventTypes.All.Select(e => e.Name).Distinct().Count());
        Assert.All(EventTypes.All, e => Assert.True(e.IsSealed && e.IsSubclassOf(typeof(DomainEvent)), e.Name));
        Assert.Equal(
            EventTypes.All.OrderBy(e => e.Name, StringComparer.Ordinal),
            typeof(DomainEvent)
                .Assembly.GetTypes()
                .Where(t => t.IsSubclassOf(typeof(DomainEvent)))
                .OrderBy(e => e.Name, StringComparer.Ordinal)
        );
    }

    // Literal events of stores of the first builds, one of each stream.
    [Theory]
    [InlineData("""{"type":"TablesSealed","tables":[{"name":"account","version":3,"mac":"ab"}]}""")]
    [InlineData("""{"type":"SignInFailed","person":"p1","from":"::1","why":"password"}""")]
    [InlineData("""{"type":"MemberAdded","person":"p1","roles":["lead","reader"],"pseudonym":"R1"}""")]
    [InlineData(
        """{"type":"ProtocolDrafted","body":{"title":"T","fields":[{"id":"a","title":"A","kind":"boxes","required":false,"options":[{"id":"x","title":"X","key":"1"}]}],"guideline":"","policy":{"readers":2,"agreement":"majority","disputes":"adjudicator","recheckShare":0.1,"boxOverlap":0.5,"pointDistance":10}}}"""
    )]
    [InlineData(
        """{"type":"EntryDecided","entry":"e1","decision":"approve","reason":"Looked.","framesSeen":3,"frames":4}"""
    )]
    [InlineData("""{"type":"EntryDecided","entry":"e1","decision":"hold","reason":"A head.","rule":"face"}""")]
    [InlineData("""{"type":"PixelTextSought","entry":"e1","frames":3,"of":4,"proposed":1}""")]
    [InlineData(
        """{"type":"BoxesMarked","entry":"e1","revision":1,"boxes":[{"id":"b","file":"f","frame":0,"reach":"image","left":1,"top":2,"width":3,"height":4,"origin":"text","state":"accepted","edited":true,"ofHeader":false}]}"""
    )]
    [InlineData(
        """{"type":"ReadAssigned","item":"i","reader":"p","protocolVersion":1,"expires":"x","orderSeed":7,"by":"queue"}"""
    )]
    [InlineData(
        """{"type":"MarkDrawn","mark":{"id":"m","field":"f","geometry":{"kind":"box","x":1.5,"y":2,"width":3,"height":4,"file":"x","frame":0},"class":"solid"},"origin":"hand"}"""
    )]
    [InlineData(
        """{"type":"MarkDrawn","mark":{"id":"m","field":"f","geometry":{"kind":"point","x":1.5,"y":2,"file":"x","frame":0}},"origin":"hand"}"""
    )]
    [InlineData(
        """{"type":"AnswerGiven","field":"f","answer":{"state":"present","value":["a","b"],"confidence":0.5},"origin":"hand"}"""
    )]
    [InlineData("""{"type":"RecheckSampled","share":0.25,"seed":1,"items":["i"]}""")]
    [InlineData("""{"type":"ReleaseRecalled","reason":"Wrong."}""")]
    public void What_the_first_builds_wrote_is_read_and_written_the_same(string json)
    {
        DomainEvent happened = JsonSerializer.Deserialize<DomainEvent>(json, EventJson.Options)!;
        Assert.Equal(json, JsonSerializer.Serialize(happened, EventJson.Options));
    }

    [Fact]
    public void A_file_whose_content_stood_flat_is_read_as_an_image()
    {
        const string Old =
            """{"type":"ItemReady","item":{"id":"i","title":"S1 CT","subject":"S1","kind":"dicom","modality":"CT","series":[{"id":"s","title":"CT 4 images","modality":"CT","files":[{"id":"f","hash":"aa","size":9,"mediaType":"application/dicom","width":512,"height":256,"frames":4,"frameRate":12.5,"thumbnail":"bb","pixelHash":"cc","sopInstanceUid":"2.25.1"}]}],"batch":"b"}}""";
        ItemReady ready = (ItemReady)JsonSerializer.Deserialize<DomainEvent>(Old, EventJson.Options)!;
        FileFacts file = ready.Item.Series[0].Files[0];
        Assert.Equal(
            new FileFacts(
                "f",
                "aa",
                9,
                "application/dicom",
                new ImageContent(512, 256, 4)
                {
                    FrameRate = 12.5,
                    PixelHash = "cc",
                    SopInstanceUid = "2.25.1",
                }
            )
            {
                Thumbnail = "bb",
            },
            file
        );
        Assert.Equal("cc", file.Fingerprint);
        Assert.Equal(4, file.Content.Parts);
        Assert.Null(((ImageContent)file.Content.ForReaders()).PixelHash);

        string now = JsonSerializer.Serialize<DomainEvent>(ready, EventJson.Options);
        Assert.Contains(
            """{"id":"f","hash":"aa","size":9,"mediaType":"application/dicom","content":{"kind":"image","width":512,"height":256,"frames":4,""",
            now,
            StringComparison.Ordinal
        );
        Assert.Equal(
            file,
            ((ItemReady)JsonSerializer.Deserialize<DomainEvent>(now, EventJson.Options)!).Item.Series[0].Files[0]
        );
        Assert.Throws<JsonException>(() =>
            JsonSerializer.Deserialize<FileFacts>(
                """{"id":"f","hash":"a","size":1,"mediaType":"x/y"}""",
                EventJson.Options
            )
        );
    }

    private static SortedSet<string> Members()
    {
        SortedSet<string> lines = new(StringComparer.Ordinal);
        HashSet<Type> met = [];
        foreach (Type kind in EventTypes.All)
        {
            lines.Add(kind.Name);
            Describe(kind, kind.Name, lines, met);
        }

        return lines;
    }

    private static void Describe(Type type, string name, SortedSet<string> lines, HashSet<Type> met)
    {
        if (!met.Add(type))
        {
            return;
        }

        // The facts of a file are read in two forms; what is written is the constructor's and the thumbnail.
        JsonTypeInfo info = EventJson.Options.GetTypeInfo(type);
        IEnumerable<(string Name, Type Type)> members =
            type == typeof(FileFacts)
                ? type.GetProperties()
                    .Where(p => p.Name != nameof(FileFacts.Fingerprint))
                    .Select(p => (JsonNamingPolicy.CamelCase.ConvertName(p.Name), p.PropertyType))
                : info.Properties.Where(p => p.Get is not null).Select(p => (p.Name, p.PropertyType));
        foreach ((string member, Type of) in members)
        {
            (string form, Type? nested) = Form(of);
            lines.Add($"{name}.{member} {form}");
            if (nested is not null)
            {
                Describe(nested, nested.Name, lines, met);
                foreach (JsonDerivedType derived in Derived(nested))
                {
                    lines.Add($"{nested.Name} {derived.TypeDiscriminator} {derived.DerivedType.Name}");
                    Describe(derived.DerivedType, derived.DerivedType.Name, lines, met);
                }
            }
        }
    }

    private static IEnumerable<JsonDerivedType> Derived(Type type) =>
        EventJson.Options.GetTypeInfo(type).PolymorphismOptions?.DerivedTypes ?? [];

    private static (string Form, Type? Nested) Form(Type type)
    {
        Type plain = Nullable.GetUnderlyingType(type) ?? type;
        JsonTypeInfo info = EventJson.Options.GetTypeInfo(plain);
        if (info.Kind == JsonTypeInfoKind.Enumerable)
        {
            (string form, Type? nested) = Form(info.ElementType!);
            return ($"[{form}]", nested);
        }

        if (info.Kind == JsonTypeInfoKind.Dictionary)
        {
            (string form, Type? nested) = Form(info.ElementType!);
            return ($"{{{form}}}", nested);
        }

        bool record = info.Kind == JsonTypeInfoKind.Object || plain == typeof(FileFacts);
        return (
            record ? plain.Name
            : plain.IsEnum ? "string"
            : plain == typeof(string) ? "string"
            : plain == typeof(bool) ? "boolean"
            : plain.IsPrimitive ? "number"
            : plain.Namespace!.StartsWith("System", StringComparison.Ordinal) ? "any"
            : "string",
            record ? plain : null
        );
    }

    private static string Root()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Overread.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run inside a checkout.");
    }
}
