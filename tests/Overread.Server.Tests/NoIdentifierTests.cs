using System.Text;
using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>
/// Nothing that identifies leaves quarantine: a byte search over the store, the API's and DICOMweb's answers, the record's
/// events, the texts of jobs and all that the host logs.
/// </summary>
public class NoIdentifierTests
{
    private static readonly Tag[] Identifying =
    [
        Tags.PatientName,
        Tags.PatientId,
        Tags.OtherPatientIds,
        Tags.PatientBirthDate,
        Tags.PatientAddress,
        Tags.PatientTelephoneNumbers,
        Tags.AccessionNumber,
        Tags.InstitutionName,
        Tags.InstitutionAddress,
        Tags.ReferringPhysicianName,
        Tags.PerformingPhysicianName,
        Tags.OperatorsName,
        Tags.StudyInstanceUid,
        Tags.SeriesInstanceUid,
        Tags.SopInstanceUid,
    ];

    // Cleaned, not removed (option 113105): what identifies in them are the words by which the header names somebody.
    private static readonly Tag[] Descriptors =
    [
        Tags.StudyDescription,
        Tags.SeriesDescription,
        Tags.ProtocolName,
        Tags.RequestedProcedureDescription,
    ];

    // Descriptions of the sources that were read by a person and name a procedure and nobody: they may stay where the plan
    // keeps clinical words (here as the meaning of a procedure code).
    private static readonly HashSet<string> NameNobody = ["CT PE CHEST"];

    [Fact]
    public async Task No_identifying_value_of_the_source_is_found_outside_quarantine_and_vault()
    {
        string? shared = Shared("dicom_phi", "dicom_charset");
        Assert.SkipWhen(shared is null, "../shared/data is not here");
        await using TestServer server = await TestServer.Start(verbose: true);
        using LogCapture log = server.Capture();
        string project = await server.Project(1);
        string me = (await server.Admin.Get("api/session"))!["person"]!["id"]!.GetValue<string>();
        await server.Admin.Put(
            $"api/projects/{project}/members/{me}",
            new { roles = new[] { "lead", "steward", "auditor" } }
        );
        List<string> files =
        [
            .. new[] { "dicom_phi", "dicom_charset" }
                .SelectMany(d => Directory.EnumerateFiles(Path.Combine(shared!, d), "*", SearchOption.AllDirectories))
                .Order(StringComparer.Ordinal),
        ];
        List<(string What, byte[] Bytes)> secrets =
        [
            .. files
                .SelectMany(f => Secrets(f).Concat(NamedInDescriptors(f)))
                .Concat(files.Select(f => ("file name", Encoding.UTF8.GetBytes(Path.GetFileName(f)))))
                .Where(s => s.Item2.Length >= 5),
        ];
        Assert.True(secrets.Count > 50);

        string batch = await Gate.Receive(
            server.Admin,
            project,
            files.Select(f => (Path.GetFileName(f), File.ReadAllBytes(f)))
        );
        JsonNode gate = (await server.Admin.Get($"api/projects/{project}/batches/{batch}"))!;
        Assert.True(gate["gate"]!.AsArray().Count >= 10);
        await Gate.ApproveAll(server.Admin, project, batch);
        List<string> found = [];
        foreach (string file in Directory.EnumerateFiles(server.Data, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain("/quarantine/" + batch, file, StringComparison.Ordinal);
            if (!file.Contains("/vault/", StringComparison.Ordinal))
            {
                byte[] bytes = ReadShared(file);
                found.AddRange(
                    secrets
                        .Where(s => Holds(bytes, s.Bytes))
                        .Select(s => $"{Path.GetRelativePath(server.Data, file)}: {s.What}")
                );
            }
        }

        JsonNode items = (await server.Admin.Get($"api/projects/{project}/items?take=1000"))!;
        List<string> addresses =
        [
            .. items["rows"]!.AsArray().Select(r => $"api/projects/{project}/items/{r!["id"]}"),
            $"api/projects/{project}/batches/{batch}",
            $"api/projects/{project}/batches/{batch}/report",
            "api/record/events?take=1000",
            "api/jobs",
            .. await DicomWebAddresses(server, project),
        ];
        Assert.True(addresses.Count > 60);
        foreach (string address in addresses)
        {
            byte[] answer = await server.Admin.GetBytes(address);
            found.AddRange(secrets.Where(s => Holds(answer, s.Bytes)).Select(s => $"{address}: {s.What}"));
        }

        // A search for a real name is a question, and questions are not logged either.
        await server.Admin.GetBytes($"api/projects/{project}/dicomweb/studies?PatientName=Searched^For");
        Assert.Contains("/dicomweb/studies", log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Searched", log.Text, StringComparison.Ordinal);
        byte[] logged = Encoding.UTF8.GetBytes(log.Text);
        found.AddRange(secrets.Where(s => Holds(logged, s.Bytes)).Select(s => $"log: {s.What}"));
        Assert.True(found.Count == 0, string.Join("\n", found.Distinct()));
    }

    private static async Task<List<string>> DicomWebAddresses(TestServer server, string project)
    {
        string root = $"api/projects/{project}/dicomweb";
        List<string> addresses = [root + "/studies?includefield=all", root + "/series", root + "/instances"];
        string text = Encoding.UTF8.GetString(await server.Admin.GetBytes(addresses[0]));
        foreach (JsonNode? study in JsonNode.Parse(text)!.AsArray())
        {
            string address = $"{root}/studies/{study!["0020000D"]!["Value"]![0]}";
            addresses.AddRange([
                address,
                address + "?accept=application/dicom;transfer-syntax=*",
                address + "/metadata",
            ]);
        }

        return addresses;
    }

    private static IEnumerable<(string What, byte[] Bytes)> Secrets(string path)
    {
        using DicomFile file = DicomFile.Read(path);
        foreach (Tag tag in Identifying)
        {
            if (!file.Dataset.TryGet(tag, out Element? element) || element.IsSequence || element.Length is 0 or > 512)
            {
                continue;
            }

            if (tag == Tags.RequestedProcedureDescription && NameNobody.Contains(file.Dataset.GetText(tag) ?? ""))
            {
                continue;
            }

            string what = $"{AttributeRegistry.KeywordOf(tag)} of {Path.GetFileName(path)}";
            byte[] raw = element.ReadBytes().ToArray();
            yield return (what, Trim(raw));
            foreach (byte[] component in Split(raw))
            {
                yield return (what, component);
            }

            foreach (
                string word in (file.Dataset.TextOf(element) ?? "")
                    .Split('^', '=', '\\')
                    .Where(w => w.Trim().Length >= 5)
            )
            {
                yield return (what, Encoding.UTF8.GetBytes(word.Trim()));
            }
        }
    }

    private static IEnumerable<(string What, byte[] Bytes)> NamedInDescriptors(string path)
    {
        using DicomFile file = DicomFile.Read(path);
        string Texts(Tag[] tags) => string.Join(' ', tags.Select(t => file.Dataset.GetText(t)));
        HashSet<string> names = new(Words(Texts(Identifying)), StringComparer.OrdinalIgnoreCase);
        foreach (Tag tag in Descriptors)
        {
            foreach (string word in Words(Texts([tag])).Where(names.Contains))
            {
                yield return (
                    $"{AttributeRegistry.KeywordOf(tag)} of {Path.GetFileName(path)}",
                    Encoding.UTF8.GetBytes(word)
                );
            }
        }
    }

    private static IEnumerable<string> Words(string text) =>
        System.Text.RegularExpressions.Regex.Matches(text, @"\p{L}{4,}").Select(m => m.Value);

    private static IEnumerable<byte[]> Split(byte[] raw)
    {
        int start = 0;
        for (int i = 0; i <= raw.Length; i++)
        {
            if (i == raw.Length || raw[i] is (byte)'^' or (byte)'=' or (byte)'\\')
            {
                yield return Trim(raw[start..i]);
                start = i + 1;
            }
        }
    }

    private static byte[] Trim(byte[] bytes) => [.. bytes.AsSpan().Trim((byte)' ').Trim((byte)0)];

    private static bool Holds(byte[] bytes, byte[] word)
    {
        for (int from = 0; ; )
        {
            int at = bytes.AsSpan(from).IndexOf(word);
            if (at < 0)
            {
                return false;
            }

            at += from;
            bool before = at > 0 && char.IsAsciiLetterOrDigit((char)bytes[at - 1]);
            bool after = at + word.Length < bytes.Length && char.IsAsciiLetterOrDigit((char)bytes[at + word.Length]);
            if (!before && !after)
            {
                return true;
            }

            from = at + 1;
        }
    }

    private static byte[] ReadShared(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static string? Shared(params string[] folders)
    {
        string? at = AppContext.BaseDirectory;
        while (at is not null && !File.Exists(Path.Combine(at, "Overread.slnx")))
        {
            at = Path.GetDirectoryName(at);
        }

        string path = Path.Combine(at ?? "/", "../shared/data");
        return Array.TrueForAll(folders, f => Directory.Exists(Path.Combine(path, f))) ? path : null;
    }
}
