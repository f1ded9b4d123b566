using System.Data.Common;
using System.Text;
using System.Text.Json.Nodes;
using Overread.Dicom;
using Overread.Domain.People;
using Overread.Domain.Record;
using Overread.Server.Access;
using Overread.Server.Features.Fitness.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Modalities.Imaging.DicomWeb;

/// <summary>QIDO-RS (PS3.18 section 10.6) over what passed the gate, at each of the three levels.</summary>
internal static class SearchDicom
{
    // PS3.18 tables 10.6.3-3 to 10.6.3-5: returned whether asked for or not.
    private static readonly string[] StudyFields = Fields(
        "SpecificCharacterSet StudyDate StudyTime AccessionNumber ReferringPhysicianName TimezoneOffsetFromUTC PatientName PatientID PatientBirthDate PatientSex StudyInstanceUID StudyID"
    );
    private static readonly string[] SeriesFields = Fields(
        "SpecificCharacterSet Modality TimezoneOffsetFromUTC SeriesDescription SeriesInstanceUID SeriesNumber PerformedProcedureStepStartDate PerformedProcedureStepStartTime"
    );
    private static readonly string[] InstanceFields = Fields(
        "SpecificCharacterSet SOPClassUID SOPInstanceUID TimezoneOffsetFromUTC InstanceNumber Rows Columns BitsAllocated NumberOfFrames"
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        const string Root = "/projects/{project}/dicomweb";
        api.MapGet(Root + "/studies", Studies)
            .Needs(Action.QueryDicom)
            .Says("search-studies", "Searches studies (QIDO-RS).")
            .Produces(StatusCodes.Status204NoContent)
            .GivesBytes("application/dicom+json")
            .Problems(404, "file.lost")
            .Problems(422, "dicomweb.key", "dicomweb.number")
            .Problems(500, "file.damaged");
        api.MapGet(Root + "/series", (Request r) => SeriesOf(r, null))
            .Needs(Action.QueryDicom)
            .Says("search-series", "Searches series (QIDO-RS).")
            .Produces(StatusCodes.Status204NoContent)
            .GivesBytes("application/dicom+json")
            .Problems(404, "file.lost")
            .Problems(422, "dicomweb.key", "dicomweb.number")
            .Problems(500, "file.damaged");
        api.MapGet(Root + "/instances", (Request r) => InstancesOf(r, null, null))
            .Needs(Action.QueryDicom)
            .Says("search-instances", "Searches instances (QIDO-RS).")
            .Produces(StatusCodes.Status204NoContent)
            .GivesBytes("application/dicom+json")
            .Problems(404, "file.lost")
            .Problems(422, "dicomweb.key", "dicomweb.number")
            .Problems(500, "file.damaged");
        api.MapGet(Root + "/studies/{study}/series", (string study, Request r) => SeriesOf(r, study))
            .Needs(Action.QueryDicom)
            .Says("search-study-series", "Searches the series of a study (QIDO-RS).")
            .Produces(StatusCodes.Status204NoContent)
            .GivesBytes("application/dicom+json")
            .Problems(404, "file.lost")
            .Problems(422, "dicomweb.key", "dicomweb.number")
            .Problems(500, "file.damaged");
        api.MapGet(Root + "/studies/{study}/instances", (string study, Request r) => InstancesOf(r, study, null))
            .Needs(Action.QueryDicom)
            .Says("search-study-instances", "Searches the instances of a study (QIDO-RS).")
            .Produces(StatusCodes.Status204NoContent)
            .GivesBytes("application/dicom+json")
            .Problems(404, "file.lost")
            .Problems(422, "dicomweb.key", "dicomweb.number")
            .Problems(500, "file.damaged");
        api.MapGet(
                Root + "/studies/{study}/series/{series}/instances",
                (string study, string series, Request r) => InstancesOf(r, study, series)
            )
            .Needs(Action.QueryDicom)
            .Says("search-series-instances", "Searches the instances of a series (QIDO-RS).")
            .Produces(StatusCodes.Status204NoContent)
            .GivesBytes("application/dicom+json")
            .Problems(404, "file.lost")
            .Problems(422, "dicomweb.key", "dicomweb.number")
            .Problems(500, "file.damaged");
    }

    /// <summary>What every search gets.</summary>
    internal sealed record Request(
        HttpContext Http,
        Caller Caller,
        IDatabase Database,
        DicomIndex Index,
        FitnessDoor Door
    )
    {
        public static ValueTask<Request?> BindAsync(HttpContext http)
        {
            IServiceProvider services = http.RequestServices;
            return ValueTask.FromResult<Request?>(
                http.Features.Get<Caller>() is { } caller
                    ? new(
                        http,
                        caller,
                        services.GetRequiredService<IDatabase>(),
                        services.GetRequiredService<DicomIndex>(),
                        services.GetRequiredService<FitnessDoor>()
                    )
                    : null
            );
        }
    }

    private static Task Studies(Request r) => Answer(r, null, "studies", StudyFields, StudyAnswers);

    private static Task SeriesOf(Request r, string? study) =>
        Answer(
            r,
            study,
            "series",
            study is null ? [.. SeriesFields, .. StudyFields] : [.. SeriesFields, Tag("StudyInstanceUID")],
            SeriesAnswers
        );

    private static Task InstancesOf(Request r, string? study, string? series) =>
        Answer(
            r,
            study,
            "instances",
            study is null
                ? [.. InstanceFields, .. SeriesFields, .. StudyFields]
                : [.. InstanceFields, Tag("StudyInstanceUID"), Tag("SeriesInstanceUID")],
            (rows, url) => InstanceAnswers(rows.Where(row => series is null || row.Series == series), url)
        );

    private static async Task Answer(
        Request r,
        string? study,
        string level,
        string[] fields,
        Func<List<DicomRow>, string, IEnumerable<JsonObject>> answersOf
    )
    {
        DicomQuery query = DicomQuery.Parse(r.Http.Request.Query);
        await r.Index.Fill(r.Caller.InProject);
        await r.Database.Write(
            r.Caller.Actor,
            u =>
                u.Append(
                    new About(r.Caller.InProject, "dicomweb/" + r.Caller.InProject),
                    new ItemViewed("dicomweb-search", level)
                )
        );
        string url = RetrieveDicom.UrlOf(r.Http, r.Caller.InProject);
        List<JsonObject> page = [];
        bool more = false;
        using (ReadLease read = r.Database.Read())
        {
            int met = 0;
            foreach (JsonObject answer in Candidates(read.Connection, r, query, study, answersOf, url))
            {
                if (!query.Matches(answer) || met++ < query.Offset)
                {
                    continue;
                }

                if (page.Count == query.Limit)
                {
                    more = true;
                    break;
                }

                page.Add(query.IncludeAll ? answer : Only(answer, fields, query.Include));
            }
        }

        await Write(r.Http, query, page, more);
    }

    private static IEnumerable<JsonObject> Candidates(
        DbConnection c,
        Request r,
        DicomQuery query,
        string? study,
        Func<List<DicomRow>, string, IEnumerable<JsonObject>> answersOf,
        string url
    )
    {
        List<string> studies = DicomIndex.Studies(
            c,
            r.Caller,
            study ?? query.Plain(Tags.StudyInstanceUid),
            query.Plain(Tags.PatientId)
        );
        return studies
            .Select(one =>
                DicomIndex
                    .Rows(c, r.Caller, one)
                    .GroupBy(row => row.Item)
                    .Where(item => r.Door.Fits(c, r.Caller, Action.QueryDicom, item.Key))
                    .SelectMany(item => item)
                    .ToList()
            )
            .Where(rows => rows.Count > 0)
            .SelectMany(rows => answersOf(rows, url));
    }

    private static IEnumerable<JsonObject> StudyAnswers(List<DicomRow> rows, string url)
    {
        JsonObject answer = Header(rows[0]);
        AddStudy(answer, rows, url);
        yield return answer;
    }

    private static IEnumerable<JsonObject> SeriesAnswers(List<DicomRow> rows, string url) =>
        rows.GroupBy(row => row.Series)
            .Select(series =>
            {
                DicomRow first = series.First();
                JsonObject answer = Header(first);
                AddStudy(answer, rows, url);
                Set(answer, "NumberOfSeriesRelatedInstances", "IS", series.Count());
                Set(answer, "RetrieveURL", "UR", $"{url}/studies/{first.Study}/series/{first.Series}");
                return answer;
            });

    private static IEnumerable<JsonObject> InstanceAnswers(IEnumerable<DicomRow> rows, string url) =>
        rows.Select(row =>
        {
            JsonObject answer = Header(row);
            Set(answer, "InstanceAvailability", "CS", "ONLINE");
            Set(answer, "RetrieveURL", "UR", $"{url}/studies/{row.Study}/series/{row.Series}/instances/{row.Sop}");
            return answer;
        });

    private static void AddStudy(JsonObject answer, List<DicomRow> rows, string url)
    {
        JsonArray modalities =
        [
            .. rows.Select(r => r.Modality).Distinct().Order(StringComparer.Ordinal).Select(m => JsonValue.Create(m)),
        ];
        answer[Tag("ModalitiesInStudy")] = new JsonObject { ["vr"] = "CS", ["Value"] = modalities };
        Set(answer, "InstanceAvailability", "CS", "ONLINE");
        Set(answer, "NumberOfStudyRelatedSeries", "IS", rows.Select(r => r.Series).Distinct().Count());
        Set(answer, "NumberOfStudyRelatedInstances", "IS", rows.Count);
        Set(answer, "RetrieveURL", "UR", $"{url}/studies/{rows[0].Study}");
    }

    private static JsonObject Header(DicomRow row)
    {
        JsonObject header = JsonNode.Parse(row.Header)!.AsObject();
        foreach (string bulk in header.Where(e => e.Value?["BulkDataURI"] is not null).Select(e => e.Key).ToList())
        {
            header.Remove(bulk);
        }

        // What is answered is UTF-8, whatever the object says of itself.
        if (header.ContainsKey("00080005"))
        {
            Set(header, "SpecificCharacterSet", "CS", "ISO_IR 192");
        }

        return header;
    }

    private static JsonObject Only(JsonObject answer, string[] fields, IReadOnlySet<string> include)
    {
        string[] computed = ["00080056", "00080061", "00081190", "00201206", "00201208", "00201209"];
        JsonObject only = [];
        foreach ((string tag, JsonNode? element) in answer.OrderBy(e => e.Key, StringComparer.Ordinal).ToList())
        {
            if (fields.Contains(tag) || computed.Contains(tag) || include.Contains(tag))
            {
                only[tag] = element!.DeepClone();
            }
        }

        return only;
    }

    private static void Set<T>(JsonObject answer, string keyword, string vr, T value) =>
        answer[Tag(keyword)] = new JsonObject { ["vr"] = vr, ["Value"] = new JsonArray(JsonValue.Create(value)) };

    private static async Task Write(HttpContext http, DicomQuery query, List<JsonObject> page, bool more)
    {
        string host = http.Request.Host.ToString();
        if (query.Fuzzy)
        {
            http.Response.Headers.Append(
                "Warning",
                $"299 {host} \"The fuzzymatching parameter is not supported. Only literal matching has been performed.\""
            );
        }

        if (more)
        {
            http.Response.Headers.Append(
                "Warning",
                $"299 {host} \"There are additional results; ask for them with offset={query.Offset + page.Count}.\""
            );
        }

        if (page.Count == 0)
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return;
        }

        http.Response.ContentType = "application/dicom+json";
        string text = new JsonArray([.. page]).ToJsonString(EventJson.Options);
        await http.Response.WriteAsync(text, Encoding.UTF8, http.RequestAborted);
    }

    private static string[] Fields(string keywords) => [.. keywords.Split(' ').Select(Tag)];

    private static string Tag(string keyword) =>
        AttributeRegistry.TryFindKeyword(keyword, out Tag tag)
            ? DicomQuery.Name(tag)
            : throw new InvalidOperationException(keyword);
}
