using System.Text;
using System.Text.Json.Nodes;
using Overread.Cli.Server;
using Overread.Dicom;

namespace Overread.Server.Tests;

/// <summary>Nothing that identifies leaves quarantine: a byte search over the store, the API's answers and a bundle.</summary>
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
        await using TestServer server = await TestServer.Start();
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
                .SelectMany(Secrets)
                .Concat(files.Select(f => ("file name", Encoding.UTF8.GetBytes(Path.GetFileName(f)))))
                .Where(s => s.Item2.Length >= 5),
        ];
        Assert.True(secrets.Count > 50);

        string batch = (await server.Admin.Post($"api/projects/{project}/batches", new { name = "phi" }))![
            "id"
        ]!.GetValue<string>();
        foreach ((string file, int i) in files.Select((f, i) => (f, i)))
        {
            byte[] bytes = await File.ReadAllBytesAsync(file);
            await server.Admin.PatchBytes(
                $"api/projects/{project}/batches/{batch}/uploads/f{i}?offset=0&total={bytes.Length}&path={Uri.EscapeDataString(Path.GetFileName(file))}",
                bytes
            );
        }

        await server.Admin.Wait((await server.Admin.Post($"api/projects/{project}/batches/{batch}/close"))!);
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
        foreach (
            string address in items["rows"]!
                .AsArray()
                .Select(r => $"api/projects/{project}/items/{r!["id"]}")
                .Append("api/record/events?take=1000")
                .Append($"api/projects/{project}/batches/{batch}")
        )
        {
            byte[] answer = Encoding.UTF8.GetBytes(await server.Admin.GetText(address));
            found.AddRange(secrets.Where(s => Holds(answer, s.Bytes)).Select(s => $"{address}: {s.What}"));
        }

        Assert.True(found.Count == 0, string.Join('\n', found.Distinct()));
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
