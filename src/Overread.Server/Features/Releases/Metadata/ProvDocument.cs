using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Overread.Domain.Intake;
using Overread.Server.Features.Comparison.Contracts;
using Overread.Server.Features.Reads.Contracts;
using Overread.Server.Features.Releases.Bundle;

namespace Overread.Server.Features.Releases.Metadata;

/// <summary>
/// Where a release comes from, as W3C PROV in its JSON form (PROV-JSON, W3C member submission of 24 April 2013): items and
/// protocol, every read, the decisions, the consensus, the release; who did what, by pseudonym. Times are those of the
/// record, in UTC.
/// </summary>
internal sealed class ProvDocument : IDisposable
{
    private const string Software = "ov:software/overread";
    private readonly BundleContent _content;
    private readonly ReleaseMetadata _metadata;
    private readonly string _path;
    private readonly SortedDictionary<string, Section> _sections = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _numbers = [];

    private ProvDocument(BundleContent content, ReleaseMetadata metadata, string path)
    {
        _path = path;
        _content = content;
        _metadata = metadata;
    }

    private string Protocol => $"ov:protocol/{_content.ProtocolHash}";
    private string Consensus => $"ov:consensus/{_content.Run.Id}";

    /// <summary>
    /// Writes the document. Each section grows in a file of its own beside it, for a campaign has more reads than fit in memory
    /// and each adds to most sections.
    /// </summary>
    public static void Write(BundleContent content, ReleaseMetadata metadata, string path)
    {
        using ProvDocument document = new(content, metadata, path);
        document.Agents();
        document.Sources();
        document.Reads();
        document.Decisions();
        document.ConsensusRun();
        document.Release();
        using FileStream file = File.Create(path);
        file.Write("{\n  \"prefix\": {\n    \"ov\": \"urn:x-overread:\"\n  }"u8);
        foreach ((string name, Section section) in document._sections)
        {
            file.Write(Encoding.UTF8.GetBytes($",\n  \"{name}\": "));
            section.CopyTo(file);
        }

        file.Write("\n}\n"u8);
    }

    public void Dispose()
    {
        foreach (Section section in _sections.Values)
        {
            section.Dispose();
        }
    }

    private void Agents()
    {
        Add(
            "agent",
            Software,
            ("prov:type", Name("prov:SoftwareAgent")),
            ("prov:label", Platform.Name),
            ("ov:version", Platform.Version)
        );
        foreach (
            string pseudonym in ReleasePeople.Acting(_content).Append(_metadata.Publisher).OfType<string>().Distinct()
        )
        {
            Add(
                "agent",
                Agent(pseudonym),
                ("prov:type", Name("prov:Person")),
                ("prov:label", pseudonym),
                ("ov:roles", ReleasePeople.Roles(_content, pseudonym))
            );
        }
    }

    private void Sources()
    {
        Add(
            "entity",
            Protocol,
            ("prov:type", Name("prov:Plan")),
            ("prov:label", $"Protocol version {_content.ProtocolVersion.ToString(CultureInfo.InvariantCulture)}"),
            ("prov:location", "protocol/protocol.json")
        );
        foreach (ItemFacts item in _content.Items)
        {
            Add(
                "entity",
                Item(item.Id),
                ("prov:type", Name("ov:Item")),
                ("prov:label", item.Title),
                ("ov:subject", item.Subject),
                ("ov:kind", item.Kind)
            );
        }
    }

    private void Reads()
    {
        foreach (ReadRow row in BundleTables.Included(_content))
        {
            string read = Read(row.Read.Id);
            string reading = $"ov:reading/{row.Read.Id}";
            Add("entity", read, ("prov:type", Name("ov:Read")), ("prov:location", "labels/individual/reads.csv"));
            Activity(reading, "ov:Reading", row.Assigned, row.Read.Submitted);
            Relate("used", ("prov:activity", reading), ("prov:entity", Item(row.Read.Item)));
            Associate(reading, Agent(row.Reader), "reader", Protocol);
            Generate(read, reading, row.Read.Submitted);
            Relate("wasDerivedFrom", ("prov:generatedEntity", read), ("prov:usedEntity", Item(row.Read.Item)));
            Relate("wasAttributedTo", ("prov:entity", read), ("prov:agent", Agent(row.Reader)));
        }
    }

    private void Decisions()
    {
        ILookup<string, string> reads = BundleTables
            .Included(_content)
            .ToLookup(r => r.Read.Item, r => Read(r.Read.Id), StringComparer.Ordinal);
        foreach (BundleContent.Adjudication a in Decided)
        {
            string decision = Decision(a);
            string adjudicating = $"ov:adjudicating/{a.Item}/{a.Field}/{a.Kind}";
            Add(
                "entity",
                decision,
                ("prov:type", Name("ov:Adjudication")),
                ("prov:location", "labels/adjudication.csv")
            );
            Activity(adjudicating, "ov:Adjudicating", null, a.Decided);
            foreach (string read in reads[a.Item])
            {
                Relate("used", ("prov:activity", adjudicating), ("prov:entity", read));
                Relate("wasDerivedFrom", ("prov:generatedEntity", decision), ("prov:usedEntity", read));
            }

            Associate(adjudicating, Agent(a.By!), "adjudicator", Protocol);
            Generate(decision, adjudicating, a.Decided);
            Relate("wasAttributedTo", ("prov:entity", decision), ("prov:agent", Agent(a.By!)));
        }
    }

    private void ConsensusRun()
    {
        ConsensusRun run = _content.Run;
        string computing = $"ov:computing/{run.Id}";
        Add(
            "entity",
            Consensus,
            ("prov:type", Name("ov:Consensus")),
            ("prov:location", "labels/consensus/labels.csv"),
            ("ov:method", run.Method),
            ("ov:methodVersion", run.Version),
            ("ov:inputHash", run.InputHash),
            ("ov:recordSize", run.RecordSize)
        );
        Activity(computing, "ov:Computing", null, run.At);
        foreach (
            string input in BundleTables
                .Included(_content)
                .Select(r => Read(r.Read.Id))
                .Concat(Decided.Select(Decision))
        )
        {
            Relate("used", ("prov:activity", computing), ("prov:entity", input));
            Relate("wasDerivedFrom", ("prov:generatedEntity", Consensus), ("prov:usedEntity", input));
        }

        Associate(computing, Software, "software", Protocol);
        Generate(Consensus, computing, run.At);
    }

    // When it was published stands in the event that names this file's hash, so it cannot stand here.
    private void Release()
    {
        string release = Released(_metadata.Release);
        string publishing = $"ov:publishing/{_metadata.Release}";
        Add(
            "entity",
            release,
            ("prov:type", Name("ov:Release")),
            ("prov:label", $"{_content.Name}:{_content.Version}"),
            ("prov:location", "./")
        );
        Add(
            "activity",
            publishing,
            ("prov:type", Name("ov:Publishing")),
            ("prov:startTime", _content.Run.At),
            ("ov:ended", "see the time of the event in audit/release-event.json")
        );
        Relate("used", ("prov:activity", publishing), ("prov:entity", Consensus));
        Associate(publishing, Software, "software", null);
        if (_metadata.Publisher is { } publisher)
        {
            Associate(publishing, Agent(publisher), "publisher", null);
        }

        Generate(release, publishing, null);
        Relate("wasDerivedFrom", ("prov:generatedEntity", release), ("prov:usedEntity", Consensus));
        if (_metadata.Changes.Previous is { } previous)
        {
            string before = Released(previous.Id);
            Add(
                "entity",
                before,
                ("prov:type", Name("ov:Release")),
                ("prov:label", $"{_content.Name}:{previous.Version}"),
                ("ov:contentHash", previous.ContentHash)
            );
            Relate(
                "wasDerivedFrom",
                ("prov:generatedEntity", release),
                ("prov:usedEntity", before),
                ("prov:type", Name("prov:Revision"))
            );
        }
    }

    private IEnumerable<BundleContent.Adjudication> Decided => _content.Adjudications.Where(a => a.Decided is not null);

    private void Activity(string id, string type, string? start, string? end) =>
        Add("activity", id, ("prov:type", Name(type)), ("prov:startTime", start), ("prov:endTime", end));

    private void Generate(string entity, string activity, string? at) =>
        Relate("wasGeneratedBy", ("prov:entity", entity), ("prov:activity", activity), ("prov:time", at));

    private void Associate(string activity, string agent, string role, string? plan) =>
        Relate(
            "wasAssociatedWith",
            ("prov:activity", activity),
            ("prov:agent", agent),
            ("prov:plan", plan),
            ("prov:role", role)
        );

    // Relations need a name of their own; the order of writing gives it, so the same content gives the same names.
    private void Relate(string kind, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        int number = _numbers[kind] = _numbers.GetValueOrDefault(kind) + 1;
        Add(kind, string.Create(CultureInfo.InvariantCulture, $"_:{kind}{number}"), members);
    }

    private void Add(string section, string id, params ReadOnlySpan<(string Name, object? Value)> members)
    {
        if (!_sections.TryGetValue(section, out Section? found))
        {
            _sections[section] = found = new Section($"{_path}.{section}");
        }

        Utf8JsonWriter json = found.Json;
        json.WriteStartObject(id);
        foreach ((string name, object? value) in members)
        {
            switch (value)
            {
                case null:
                    break;
                case Qualified qualified:
                    json.WriteStartObject(name);
                    json.WriteString("$", qualified.Name);
                    json.WriteString("type", "prov:QUALIFIED_NAME");
                    json.WriteEndObject();
                    break;
                case long number:
                    json.WriteNumber(name, number);
                    break;
                default:
                    json.WriteString(name, value.ToString());
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static Qualified Name(string qualified) => new(qualified);

    private static string Agent(string pseudonym) => "ov:person/" + Uri.EscapeDataString(pseudonym);

    private static string Item(string id) => "ov:item/" + Uri.EscapeDataString(id);

    private static string Read(string id) => "ov:read/" + Uri.EscapeDataString(id);

    private static string Released(string id) => "ov:release/" + id;

    private static string Decision(BundleContent.Adjudication a) => $"ov:adjudication/{a.Item}/{a.Field}/{a.Kind}";

    private sealed record Qualified(string Name);

    /// <summary>The members of one section, in a file that is gone with it.</summary>
    private sealed class Section : IDisposable
    {
        private readonly FileStream _file;

        public Section(string path)
        {
            _file = new FileStream(
                path,
                FileMode.Create,
                FileAccess.ReadWrite,
                FileShare.None,
                1 << 16,
                FileOptions.DeleteOnClose
            );
            Json = new Utf8JsonWriter(
                _file,
                new JsonWriterOptions { Indented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }
            );
            Json.WriteStartObject();
        }

        public Utf8JsonWriter Json { get; }

        /// <summary>Ends the section and copies it.</summary>
        public void CopyTo(Stream target)
        {
            Json.WriteEndObject();
            Json.Flush();
            _file.Position = 0;
            _file.CopyTo(target);
        }

        public void Dispose()
        {
            Json.Dispose();
            _file.Dispose();
        }
    }
}
