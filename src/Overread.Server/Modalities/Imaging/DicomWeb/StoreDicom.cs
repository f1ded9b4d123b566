using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Features;
using Overread.Dicom;
using Overread.Dicom.Multipart;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Intake.Contracts;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Modalities.Imaging.Intake;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>
/// STOW-RS (PS3.18 section 10.5) into quarantine. Each instance is answered for by itself; nothing of it can be asked for
/// before it has passed the gate, so the answer names no address.
/// </summary>
internal static class StoreDicom
{
    // PS3.4 annex GG.4.2 and PS3.18 table 10.5.3-1.
    private const int CannotUnderstand = 0xC000;
    private const int NotOfThisStudy = 0xA900;
    private const int ClassNotSupported = 0x0122;
    private const int ProcessingFailure = 0x0110;

    /// <summary>What became of one part.</summary>
    private sealed record Outcome(string Class, string Instance, int Failure, string? Path);

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapPost(
                "/projects/{project}/dicomweb/studies",
                (HttpContext http, Caller caller) => Store(http, caller, null)
            )
            .Needs(Action.StoreDicom)
            .TakesRoom()
            .Says("store-instances", "Takes instances into quarantine, with an answer for each (STOW-RS).")
            .TakesBytes("multipart/related", "application/dicom")
            .GivesBytes("application/dicom+json")
            .GivesBytes(StatusCodes.Status202Accepted, "application/dicom+json")
            .Problems(404, "batch.unknown")
            .Problems(409, "project.closed")
            .Problems(415, "dicomweb.media")
            .Problems(400, "dicomweb.empty");
        api.MapPost(
                "/projects/{project}/dicomweb/studies/{study}",
                (string study, HttpContext http, Caller caller) => Store(http, caller, study)
            )
            .Needs(Action.StoreDicom)
            .TakesRoom()
            .Says(
                "store-study-instances",
                "Takes instances of one study into quarantine, with an answer for each (STOW-RS)."
            )
            .TakesBytes("multipart/related", "application/dicom")
            .GivesBytes("application/dicom+json")
            .GivesBytes(StatusCodes.Status202Accepted, "application/dicom+json")
            .Problems(404, "batch.unknown")
            .Problems(409, "project.closed")
            .Problems(415, "dicomweb.media")
            .Problems(400, "dicomweb.empty");
    }

    private static async Task Store(HttpContext http, Caller caller, string? study)
    {
        IServiceProvider services = http.RequestServices;
        IDatabase database = services.GetRequiredService<IDatabase>();
        using (ReadLease read = database.Read())
        {
            ProjectTable.Open(read.Connection, caller.InProject);
        }

        string type = http.Request.ContentType ?? "";
        bool multipart = MultipartRelated.TryParse(type, out MultipartRelated related);
        bool single = type.Split(';')[0].Trim().Equals("application/dicom", StringComparison.OrdinalIgnoreCase);
        if (!single && !(multipart && related.RootType is "application/dicom" or ""))
        {
            await Refuse(http, StatusCodes.Status415UnsupportedMediaType);
            return;
        }

        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = null;
        }

        StowBatches stow = services.GetRequiredService<StowBatches>();
        IEntropy entropy = services.GetRequiredService<IEntropy>();
        string batch = await stow.Enter(caller.InProject, caller.Person, caller.Actor);
        List<Outcome> outcomes = [];
        try
        {
            string raw = services.GetRequiredService<Batches>().Raw(batch);
            Directory.CreateDirectory(raw);
            if (single)
            {
                outcomes.Add(await Take(http.Request.Body, raw, entropy, study, http.RequestAborted));
            }
            else
            {
                await TakeParts(http, related, raw, entropy, study, outcomes);
            }
        }
        finally
        {
            await stow.Leave(batch);
        }

        await Answer(http, outcomes);
    }

    // A message that ends too early keeps the parts that came whole; the sender sees which those were.
    private static async Task TakeParts(
        HttpContext http,
        MultipartRelated related,
        string raw,
        IEntropy entropy,
        string? study,
        List<Outcome> outcomes
    )
    {
        MultipartRelatedReader reader = new(http.Request.Body, related.Boundary);
        try
        {
            while (await reader.NextAsync(http.RequestAborted) is { } part)
            {
                outcomes.Add(
                    part.MediaType is "application/dicom" or ""
                        ? await Take(part.Body, raw, entropy, study, http.RequestAborted)
                        : new Outcome("", "", CannotUnderstand, null)
                );
            }
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            outcomes.Add(new Outcome("", "", ProcessingFailure, null));
        }
    }

    private static async Task<Outcome> Take(
        Stream body,
        string raw,
        IEntropy entropy,
        string? study,
        CancellationToken cancel
    )
    {
        string path = Path.Combine(raw, entropy.NewId());
        try
        {
            await using (FileStream target = File.Create(path))
            {
                await body.CopyToAsync(target, cancel);
                target.Flush(flushToDisk: true);
            }

            Outcome outcome = Judge(path, study);
            if (outcome.Failure != 0)
            {
                File.Delete(path);
                return outcome;
            }

            await File.WriteAllTextAsync(path + ".path", "stow/" + Path.GetFileName(path), cancel);
            await File.WriteAllTextAsync(path + ".done", "", cancel);
            return outcome;
        }
        catch (Exception e) when (e is EndOfStreamException or OperationCanceledException or BadHttpRequestException)
        {
            File.Delete(path);
            throw;
        }
    }

    private static Outcome Judge(string path, string? study)
    {
        using DicomFile file = DicomFile.Read(path);
        string sopClass = file.SopClassUid;
        string instance = file.SopInstanceUid;
        int failure =
            !file.IsDicom || file.IsTruncated || instance.Length == 0 ? CannotUnderstand
            : study is not null && file.Dataset.GetText(Tags.StudyInstanceUid) != study ? NotOfThisStudy
            : !file.Dataset.Contains(Tags.PixelData) && CompanionObject.KindOf(sopClass) is null ? ClassNotSupported
            : 0;
        return new(sopClass, instance, failure, path);
    }

    // PS3.18 section 10.5.3: 200 for all, 202 for some, 409 for none.
    private static async Task Answer(HttpContext http, List<Outcome> outcomes)
    {
        if (outcomes.Count == 0)
        {
            await Refuse(http, StatusCodes.Status400BadRequest);
            return;
        }

        int failed = outcomes.Count(o => o.Failure != 0);
        JsonObject answer = [];
        Sequence(answer, "00081198", outcomes.Where(o => o.Failure != 0 && o.Instance.Length > 0));
        Sequence(answer, "00081199", outcomes.Where(o => o.Failure == 0));
        Sequence(answer, "0008119A", outcomes.Where(o => o.Failure != 0 && o.Instance.Length == 0));
        http.Response.StatusCode =
            failed == 0 ? StatusCodes.Status200OK
            : failed < outcomes.Count ? StatusCodes.Status202Accepted
            : StatusCodes.Status409Conflict;
        http.Response.ContentType = "application/dicom+json";
        await http.Response.WriteAsync(answer.ToJsonString(EventJson.Options), Encoding.UTF8, http.RequestAborted);
    }

    private static void Sequence(JsonObject answer, string tag, IEnumerable<Outcome> outcomes)
    {
        JsonArray items = [];
        foreach (Outcome outcome in outcomes)
        {
            JsonObject item = [];
            if (outcome.Instance.Length > 0)
            {
                item["00081150"] = Value("UI", outcome.Class);
                item["00081155"] = Value("UI", outcome.Instance);
            }

            if (outcome.Failure != 0)
            {
                item["00081197"] = Value("US", outcome.Failure);
            }

            items.Add(item);
        }

        if (items.Count > 0)
        {
            answer[tag] = new JsonObject { ["vr"] = "SQ", ["Value"] = items };
        }
    }

    private static JsonObject Value<T>(string vr, T value) =>
        new() { ["vr"] = vr, ["Value"] = new JsonArray(JsonValue.Create(value)) };

    private static Task Refuse(HttpContext http, int status)
    {
        http.Response.StatusCode = status;
        return http.Response.WriteAsJsonAsync(
            new
            {
                type = "about:blank",
                title = status == 415
                    ? "Instances are stored as application/dicom, alone or in multipart/related."
                    : "The message holds no instance.",
                status,
                code = status == 415 ? "dicomweb.media" : "dicomweb.empty",
            },
            options: null,
            "application/problem+json",
            http.RequestAborted
        );
    }
}
