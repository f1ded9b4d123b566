using System.Text.RegularExpressions;

namespace Overread.Architecture.Tests;

/// <summary>The walls between the server's features: a table belongs to one, and others are reached through contracts alone.</summary>
public partial class FeatureTests
{
    private static readonly string Server = Path.Combine(SourceTree.Root, "src/Overread.Server");

    [Fact]
    public void A_tables_name_stands_in_its_owner_alone()
    {
        List<(string Room, string File, string Text)> sources = [.. Sources()];
        Dictionary<string, string> owners = [];
        foreach ((string room, string file, string text) in sources)
        {
            foreach (Match table in Created().Matches(text))
            {
                Assert.True(
                    owners.TryAdd(table.Groups[1].Value, room) || owners[table.Groups[1].Value] == room,
                    $"{file} makes the table {table.Groups[1].Value}, which {owners[table.Groups[1].Value]} has"
                );
            }
        }

        Assert.Superset(new HashSet<string> { "item", "read", "dispute", "project", "batch" }, owners.Keys.ToHashSet());
        List<string> strangers = [];
        foreach ((string room, string file, string text) in sources)
        {
            foreach (Match literal in Literals().Matches(text))
            {
                strangers.AddRange(
                    Touched()
                        .Matches(literal.Value)
                        .Select(t => t.Groups[1].Value)
                        .Where(t => owners.TryGetValue(t, out string? owner) && owner != room)
                        .Select(t => $"{file} names the table {t} of {owners[t]}")
                );
            }
        }

        Assert.Empty(strangers);
        // The record is read through its port.
        Assert.DoesNotContain(
            sources,
            s => Literals().Matches(s.Text).Any(l => Touched().Matches(l.Value).Any(t => t.Groups[1].Value == "event"))
        );
    }

    [Fact]
    public void A_feature_reaches_another_through_its_contracts_alone()
    {
        foreach (
            (string room, string file, string text) in Sources()
                .Where(s => s.Room.StartsWith("Features/", StringComparison.Ordinal))
        )
        {
            string own = room["Features/".Length..];
            Assert.All(
                Features().Matches(text),
                named =>
                    Assert.True(
                        named.Groups[1].Value == own || named.Groups[2].Value == ".Contracts",
                        $"{file} reaches into {named.Groups[1].Value} beside its contracts"
                    )
            );
        }
    }

    [Fact]
    public void Features_tell_no_kind_of_field_and_no_shape_from_another()
    {
        string domain = Path.Combine(SourceTree.Root, "src/Overread.Domain");
        string[] names =
        [
            .. Directory
                .EnumerateFiles(Path.Combine(domain, "Protocols/Kinds"), "*Kind.cs")
                .Concat(
                    Directory.EnumerateFiles(Path.Combine(domain, "Modalities"), "*.cs", SearchOption.AllDirectories)
                )
                .Select(f => Path.GetFileNameWithoutExtension(f)!)
                .Where(n =>
                    n is not ("FieldKind" or "ImageRegionKind")
                    && (n.EndsWith("Kind", StringComparison.Ordinal) || n.EndsWith("Region", StringComparison.Ordinal))
                ),
        ];
        Assert.True(names.Length > 10);
        Regex named = new($@"\b({string.Join('|', names)})\b|\bFieldKinds\.(?!All\b|Find\b)\w+");
        foreach (
            (_, string file, string text) in Sources()
                .Where(s => s.Room.StartsWith("Features/", StringComparison.Ordinal))
        )
        {
            Match match = named.Match(text);
            Assert.False(match.Success, $"{file} names {match.Value}");
        }
    }

    private static IEnumerable<(string Room, string File, string Text)> Sources() =>
        Directory
            .EnumerateFiles(Server, "*.cs", SearchOption.AllDirectories)
            .Select(f => f.Replace('\\', '/'))
            .Where(f =>
                !f.Contains("/obj/", StringComparison.Ordinal) && !f.Contains("/bin/", StringComparison.Ordinal)
            )
            .Select(f =>
            {
                string[] parts = f[(Server.Length + 1)..].Split('/');
                string room = parts[0] is "Features" or "Modalities" ? $"{parts[0]}/{parts[1]}" : parts[0];
                return (room, f, File.ReadAllText(f));
            });

    [GeneratedRegex(@"CREATE TABLE IF NOT EXISTS (\w+)")]
    private static partial Regex Created();

    [GeneratedRegex("\"\"\"(.*?)\"\"\"|\"((?:[^\"\\\\]|\\\\.)*)\"", RegexOptions.Singleline)]
    private static partial Regex Literals();

    [GeneratedRegex(@"\b(?:FROM|JOIN|INTO|UPDATE|DELETE FROM)\s+(\w+)")]
    private static partial Regex Touched();

    [GeneratedRegex(@"Overread\.Server\.Features\.(\w+)(\.Contracts)?")]
    private static partial Regex Features();
}
