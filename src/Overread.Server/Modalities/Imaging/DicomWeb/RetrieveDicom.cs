using System.Globalization;
using System.Text;
using Overread.Dicom;
using Overread.Dicom.Multipart;
using Overread.Dicom.Pixels;
using Overread.Domain;
using Overread.Domain.People;
using Overread.Server.Access;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>
/// WADO-RS (PS3.18 section 10.4) of what passed the gate: studies, series and instances as DICOM, their metadata, frames and
/// large values. Each answer leaves an event in the record.
/// </summary>
internal static class RetrieveDicom
{
    private const string Dicom = "application/dicom";
    private const string Octets = "application/octet-stream";
    private const string InstancePath = "/studies/{study}/series/{series}/instances/{instance}";

    /// <summary>What an address names.</summary>
    internal sealed record Target(string Study, string? Series = null, string? Instance = null);

    /// <summary>What every retrieval needs.</summary>
    internal sealed record Context(
        HttpContext Http,
        Caller Caller,
        IDatabase Database,
        DicomIndex Index,
        InstanceBytes Bytes,
        IEntropy Entropy,
        FitnessDoor Door
    )
    {
        public static ValueTask<Context?> BindAsync(HttpContext http)
        {
            IServiceProvider s = http.RequestServices;
            return ValueTask.FromResult<Context?>(
                http.Features.Get<Caller>() is { } caller
                    ? new(
                        http,
                        caller,
                        s.GetRequiredService<IDatabase>(),
                        s.GetRequiredService<DicomIndex>(),
                        s.GetRequiredService<InstanceBytes>(),
                        s.GetRequiredService<IEntropy>(),
                        s.GetRequiredService<FitnessDoor>()
                    )
                    : null
            );
        }
    }

    public static void Map(IEndpointRouteBuilder api)
    {
        const string Root = "/projects/{project}/dicomweb";
        foreach (
            (string level, string what) in new[]
            {
                ("/studies/{study}", "study"),
                ("/studies/{study}/series/{series}", "series"),
                (InstancePath, "instance"),
            }
        )
        {
            api.MapGet(Root + level, (string study, Context c) => Objects(c, TargetOf(c.Http, study)))
                .Needs(Action.QueryDicom)
                .Says($"retrieve-{what}", $"Takes the instances of a {what} (WADO-RS).")
                .GivesBytes("multipart/related", "application/zip")
                .Problems(404, "dicomweb.unknown", "dicomweb.frame", "dicomweb.transcode")
                .Problems(406, "dicomweb.not-acceptable")
                .Problems(404, "file.lost")
                .Problems(422, "dicomweb.accept")
                .Problems(500, "file.damaged");
            api.MapGet(Root + level + "/metadata", (string study, Context c) => Metadata(c, TargetOf(c.Http, study)))
                .Needs(Action.QueryDicom)
                .Says($"retrieve-{what}-metadata", $"Takes the headers of a {what} as DICOM JSON (WADO-RS).")
                .GivesBytes("application/dicom+json")
                .Problems(404, "dicomweb.unknown", "dicomweb.frame", "dicomweb.transcode")
                .Problems(406, "dicomweb.not-acceptable")
                .Problems(404, "file.lost")
                .Problems(422, "dicomweb.accept")
                .Problems(500, "file.damaged");
        }

        api.MapGet(
                Root + InstancePath + "/frames/{frames}",
                (string study, string series, string instance, string frames, Context c) =>
                    Frames(c, new(study, series, instance), frames)
            )
            .Needs(Action.QueryDicom)
            .Says("retrieve-frames", "Takes frames of an instance, stored or decoded (WADO-RS).")
            .GivesBytes("multipart/related")
            .Problems(404, "dicomweb.unknown", "dicomweb.frame", "dicomweb.transcode")
            .Problems(406, "dicomweb.not-acceptable")
            .Problems(404, "file.lost")
            .Problems(422, "dicomweb.accept")
            .Problems(500, "file.damaged");
        api.MapGet(
                Root + InstancePath + "/bulkdata/{tag}",
                (string study, string series, string instance, string tag, Context c) =>
                    Bulk(c, new(study, series, instance), tag)
            )
            .Needs(Action.QueryDicom)
            .Says("retrieve-bulkdata", "Takes a large value of an instance (WADO-RS).")
            .GivesBytes("multipart/related", "application/octet-stream")
            .Problems(404, "dicomweb.bulk")
            .Problems(404, "dicomweb.unknown", "dicomweb.frame", "dicomweb.transcode")
            .Problems(406, "dicomweb.not-acceptable")
            .Problems(404, "file.lost")
            .Problems(422, "dicomweb.accept")
            .Problems(500, "file.damaged");
    }

    public static string UrlOf(HttpContext http, string project) =>
        $"{http.Request.Scheme}://{http.Request.Host}{http.Request.PathBase}/api/projects/{project}/dicomweb";

    public static Target TargetOf(HttpContext http, string study) =>
        new(
            study,
            http.Request.RouteValues.GetValueOrDefault("series") as string,
            http.Request.RouteValues.GetValueOrDefault("instance") as string
        );

    /// <summary>The instances of an address that the caller may see; the looking is recorded.</summary>
    /// <exception cref="RefusedException">There is none.</exception>
    public static async Task<List<DicomRow>> Find(Context c, Target target)
    {
        await c.Index.Fill(c.Caller.InProject);
        List<DicomRow> rows;
        using (ReadLease read = c.Database.Read())
        {
            rows = DicomIndex.Rows(read.Connection, c.Caller, target.Study, target.Series, target.Instance);
        }

        if (rows.Count == 0)
        {
            throw new RefusedException(
                new("dicomweb.unknown", "There is no such study, series or instance for you.", RefusalKind.NotFound)
            );
        }

        await c.Door.PassItems(c.Caller, Action.QueryDicom, rows.Select(r => r.Item).Distinct());
        await c.Database.Write(
            c.Caller.Actor,
            u =>
            {
                foreach (string item in rows.Select(r => r.Item).Distinct())
                {
                    u.Append(new About(c.Caller.InProject, "item/" + item, item), new ItemViewed("dicomweb", item));
                }

                return true;
            }
        );
        return rows;
    }

    private static async Task Objects(Context c, Target target)
    {
        List<DicomRow> rows = await Find(c, target);
        List<AcceptedType> accepted = [.. AcceptedType.Of(c.Http.Request).Where(a => a.Takes(Dicom))];
        List<TransferSyntax?> syntaxes = [.. rows.Select(r => InstanceBytes.Choose(r, accepted))];
        if (accepted.Count == 0 || syntaxes.Contains(null))
        {
            await NotAcceptable(c.Http);
            return;
        }

        AcceptedType first = accepted[0];
        bool single = rows.Count == 1 && target.Instance is not null && !first.Multipart && first.Media == Dicom;
        if (single)
        {
            c.Http.Response.ContentType = $"{Dicom}; transfer-syntax={syntaxes[0]!.Uid}";
            await using Stream bytes = c.Bytes.In(rows[0], syntaxes[0]!);
            await bytes.CopyToAsync(c.Http.Response.Body, c.Http.RequestAborted);
            return;
        }

        MultipartRelatedWriter writer = Begin(c, Dicom);
        for (int i = 0; i < rows.Count; i++)
        {
            await using Stream bytes = c.Bytes.In(rows[i], syntaxes[i]!);
            await writer.BeginPartAsync(
                $"{Dicom}; transfer-syntax={syntaxes[i]!.Uid}",
                cancellation: c.Http.RequestAborted
            );
            await bytes.CopyToAsync(c.Http.Response.Body, c.Http.RequestAborted);
        }

        await writer.EndAsync(c.Http.RequestAborted);
    }

    private static async Task Metadata(Context c, Target target)
    {
        List<DicomRow> rows = await Find(c, target);
        List<AcceptedType> accepted = AcceptedType.Of(c.Http.Request);
        if (!accepted.Exists(a => a.Takes("application/dicom+json") || a.Takes("application/json")))
        {
            await NotAcceptable(c.Http);
            return;
        }

        string url = UrlOf(c.Http, c.Caller.InProject);
        c.Http.Response.ContentType = "application/dicom+json";
        StringBuilder text = new("[");
        for (int i = 0; i < rows.Count; i++)
        {
            DicomRow row = rows[i];
            string here = $"{url}/studies/{row.Study}/series/{row.Series}/instances/{row.Sop}/bulkdata/";
            text.Append(i == 0 ? "" : ",")
                .Append(
                    row.Header.Replace(
                        $"\"BulkDataURI\":\"{DicomIndex.BulkPrefix}",
                        $"\"BulkDataURI\":\"{here}",
                        StringComparison.Ordinal
                    )
                );
            if (text.Length > 1 << 16)
            {
                await c.Http.Response.WriteAsync(text.ToString(), Encoding.UTF8, c.Http.RequestAborted);
                text.Clear();
            }
        }

        await c.Http.Response.WriteAsync(text.Append(']').ToString(), Encoding.UTF8, c.Http.RequestAborted);
    }

    private static async Task Frames(Context c, Target target, string list)
    {
        DicomRow row = (await Find(c, target))[0];
        List<int> numbers = [];
        foreach (string number in list.Split(','))
        {
            if (
                !int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out int n)
                || n < 1
                || n > row.Frames
            )
            {
                throw new RefusedException(
                    new("dicomweb.frame", $"The instance has frames 1 to {row.Frames}.", RefusalKind.NotFound)
                );
            }

            numbers.Add(n - 1);
        }

        await Send(c, row, numbers);
    }

    private static async Task Send(Context c, DicomRow row, List<int> numbers)
    {
        using DicomFile file = c.Bytes.Read(row);
        TransferSyntax stored = file.TransferSyntax;
        string storedMedia = InstanceBytes.FrameMedia(stored);
        (string Media, bool Stored, bool Multipart)? plan = null;
        foreach (AcceptedType type in AcceptedType.Of(c.Http.Request))
        {
            bool any = type.Syntax is "*" || type.Syntax == stored.Uid;
            bool usual = type.Syntax is null || type.Syntax == TransferSyntax.ExplicitLittleEndian.Uid;
            plan ??=
                // Octets of any syntax: frames as they lie in the file, named by what they are.
                any && (type.Takes(Octets) || type.Takes(storedMedia))
                    ? (storedMedia, true, type.Multipart)
                : type.Media == storedMedia && storedMedia != Octets && type.Syntax is null
                    ? (storedMedia, true, type.Multipart)
                : usual && type.Takes(Octets) && InstanceBytes.Decodes(stored) ? (Octets, false, type.Multipart)
                : null;
        }

        if (plan is not { } how || !PixelData.TryOpen(file, out PixelData pixels, out _))
        {
            await NotAcceptable(c.Http);
            return;
        }

        TransferSyntax sent = how.Stored ? stored : TransferSyntax.ExplicitLittleEndian;
        string media = $"{how.Media}; transfer-syntax={sent.Uid}";
        byte[] first = FrameOf(pixels, stored, numbers[0], how.Stored);
        if (numbers.Count == 1 && !how.Multipart && IsSingle(c.Http.Request))
        {
            c.Http.Response.ContentType = media;
            await c.Http.Response.Body.WriteAsync(first, c.Http.RequestAborted);
            return;
        }

        MultipartRelatedWriter writer = Begin(c, how.Media);
        for (int i = 0; i < numbers.Count; i++)
        {
            byte[] frame = i == 0 ? first : FrameOf(pixels, stored, numbers[i], how.Stored);
            await writer.BeginPartAsync(media, length: frame.Length, cancellation: c.Http.RequestAborted);
            await c.Http.Response.Body.WriteAsync(frame, c.Http.RequestAborted);
        }

        await writer.EndAsync(c.Http.RequestAborted);
    }

    // A client that names no type gets parts, as the standard's default says.
    private static bool IsSingle(HttpRequest request) =>
        AcceptedType.Of(request)[0] is { Multipart: false, Media: not "*/*" };

    private static byte[] FrameOf(PixelData pixels, TransferSyntax stored, int number, bool asStored)
    {
        if (number < pixels.Count && (asStored || !stored.IsEncapsulated) && pixels.Facts.BitsAllocated > 1)
        {
            return pixels.ReadStored(number);
        }

        return
            number < pixels.Count
            && pixels.Facts.BitsAllocated > 1
            && pixels.TryDecode(number, out PixelFrame frame, out _)
            ? frame.Data.ToArray()
            : throw new RefusedException(
                new("dicomweb.frame", "This frame cannot be sent by itself.", RefusalKind.NotFound)
                {
                    Next = "Ask for the whole instance.",
                }
            );
    }

    private static async Task Bulk(Context c, Target target, string tag)
    {
        DicomRow row = (await Find(c, target))[0];
        using DicomFile file = c.Bytes.Read(row);
        if (
            tag.Length != 8
            || !uint.TryParse(tag, NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint number)
            || !file.Dataset.TryGet(new Tag(number), out Element? element)
            || element.IsSequence
        )
        {
            throw new RefusedException(new("dicomweb.bulk", "The instance has no such value.", RefusalKind.NotFound));
        }

        if (element.Fragments is not null)
        {
            await Send(c, row, [.. Enumerable.Range(0, row.Frames)]);
            return;
        }

        if (!AcceptedType.Of(c.Http.Request).Exists(a => a.Takes(Octets)))
        {
            await NotAcceptable(c.Http);
            return;
        }

        MultipartRelatedWriter writer = Begin(c, Octets);
        await writer.BeginPartAsync(Octets, length: element.Length, cancellation: c.Http.RequestAborted);
        await c.Http.Response.Body.WriteAsync(element.ReadBytes(), c.Http.RequestAborted);
        await writer.EndAsync(c.Http.RequestAborted);
    }

    /// <summary>Begins an answer in parts.</summary>
    public static MultipartRelatedWriter Begin(Context c, string media)
    {
        byte[] randomness = new byte[16];
        c.Entropy.Fill(randomness);
        MultipartRelated type = new(MultipartRelated.BoundaryOf(randomness), media);
        c.Http.Response.ContentType = type.ContentType;
        return new(c.Http.Response.Body, type);
    }

    public static Task NotAcceptable(HttpContext http)
    {
        http.Response.StatusCode = StatusCodes.Status406NotAcceptable;
        return http.Response.WriteAsJsonAsync(
            new
            {
                type = "about:blank",
                title = "Nothing that the client accepts can be sent.",
                status = 406,
                code = "dicomweb.not-acceptable",
                next = "See docs/conformance/dicomweb.md for what is sent.",
            },
            options: null,
            "application/problem+json",
            http.RequestAborted
        );
    }
}
