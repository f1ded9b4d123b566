using System.Text;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.Extensions.DependencyInjection;
using Overread.Client;
using Overread.Domain.Projects;
using Overread.Server.Access;
using Action = Overread.Domain.Projects.Action;
using EntryDetail = Overread.Client.Model.ImagingEntryDetail;
using FaceView = Overread.Client.Model.FaceView;

namespace Overread.Server.Tests;

/// <summary>
/// Nothing has an address before it is approved, but for those who may see the gate: every route that reads is asked, by
/// every role, with the ids of something that waits.
/// </summary>
public class GateUrlTests
{
    [Fact]
    public async Task Before_approval_no_route_gives_anything_of_it_to_whoever_may_not_see_the_gate()
    {
        await using TestServer server = await TestServer.Start();
        string project = await server.Project(1);
        (OverreadClient steward, _) = await server.Person(project, "steward", "steward");
        string batch = await Gate.Receive(steward, project, [("a.dcm", ScreenImage.Create("RONALD"))]);
        string entry = (await Gate.Entry(steward, project, batch)).Id;
        EntryDetail detail = await Gate.Images(steward, project, batch, entry);
        // A head waits too: its pictures show a face.
        string heads = await Gate.Receive(steward, project, FaceGateTests.Files);
        string head = (await Gate.Entry(steward, project, heads)).Id;
        FaceView face = (await Gate.Images(steward, project, heads, head)).Faces[0];
        string pictures = face.Address;
        Waiting waiting = new(project, batch, entry, detail, [pictures + "before", pictures + "after"]);
        List<RouteEndpoint> routes = Routes(server);
        Assert.True(routes.Count > 50, $"only {routes.Count} routes");

        int answered = 0;
        foreach (Role? role in Enum.GetValues<Role>().Cast<Role?>().Append(null))
        {
            using HttpClient client = await PermissionTests.SignedIn(server, project, role);
            bool sees = role is { } r && Permissions.Allow([r], Action.SeeGate);
            List<string> found = [];
            foreach (string address in routes.SelectMany(waiting.Addresses).Concat(waiting.Pictures).Distinct())
            {
                (int status, string type, byte[] body) = await Ask(client, address);
                answered += status == 200 ? 1 : 0;
                if (waiting.Betrays(status, type, body) is { } what)
                {
                    found.Add($"{role?.ToString() ?? "outsider"} {address}: {what}");
                }
            }

            // Who may see the gate gets it: else this test could not fail.
            Assert.True(sees == found.Count > 0, string.Join('\n', found.Take(10)));
            Assert.Equal(sees ? 2 : 0, found.Count(f => f.Contains("/faces/", StringComparison.Ordinal)));
        }

        Assert.True(answered > 60, $"only {answered} answers");
        using HttpClient stranger = new() { BaseAddress = new Uri(server.Url) };
        foreach (string address in routes.SelectMany(waiting.Addresses).Concat(waiting.Pictures).Distinct())
        {
            (int status, string type, byte[] body) = await Ask(stranger, address);
            Assert.Null(waiting.Betrays(status, type, body));
        }

        // And once it is approved, the same addresses lead somewhere.
        await Gate.ApproveAll(steward, project, batch);
        using HttpClient lead = await PermissionTests.SignedIn(server, project, Role.Lead);
        Assert.Equal(200, (await Ask(lead, $"/api/projects/{project}/files/{waiting.File}")).Status);
        Assert.Equal(
            200,
            (await Ask(lead, $"/api/projects/{project}/dicomweb/studies/{waiting.Study}/metadata")).Status
        );
    }

    private static List<RouteEndpoint> Routes(TestServer server) =>
        [
            .. server
                .App.Services.GetRequiredService<IEnumerable<EndpointDataSource>>()
                .SelectMany(s => s.Endpoints)
                .OfType<RouteEndpoint>()
                .Where(e =>
                    e.Metadata.GetMetadata<HttpMethodMetadata>()?.HttpMethods.Contains("GET") == true
                    && e.RoutePattern.RawText!.StartsWith("/api/", StringComparison.Ordinal)
                    && !e.RoutePattern.RawText.EndsWith("/jobs/{id}/events", StringComparison.Ordinal)
                    && e.Metadata.GetMetadata<NeedsAction>() is not null
                ),
        ];

    private static async Task<(int Status, string Type, byte[] Body)> Ask(HttpClient client, string address)
    {
        using HttpResponseMessage response = await client.GetAsync(address);
        return (
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType ?? "",
            await response.Content.ReadAsByteArrayAsync()
        );
    }

    /// <summary>What waits at the gate, and what of it must not get out.</summary>
    private sealed class Waiting
    {
        private readonly Dictionary<string, string[]> _values;
        private readonly List<byte[]> _traces;

        public Waiting(string project, string batch, string entry, EntryDetail detail, IReadOnlyList<string> pictures)
        {
            Pictures = pictures;

            string After(string keyword) =>
                detail.Elements.First(e => e.Keyword == keyword && e.After is not null).After!;
            string Before(string keyword) => detail.Elements.First(e => e.Keyword == keyword).Before!;
            File = detail.Images[0].File;
            Study = After("StudyInstanceUID");
            _values = new()
            {
                ["project"] = [project],
                ["batch"] = [batch],
                ["entry"] = [entry],
                ["item"] = [entry],
                ["file"] = [File],
                ["id"] = [entry, File],
                ["study"] = [Study, Before("StudyInstanceUID")],
                ["series"] = [After("SeriesInstanceUID")],
                ["instance"] = [After("SOPInstanceUID")],
                ["frame"] = ["1"],
                ["frames"] = ["1"],
                ["tag"] = ["7FE00010"],
                ["n"] = ["0"],
                ["seq"] = ["0"],
                ["picture"] = ["before"],
            };
            _traces =
            [
                .. new[]
                {
                    After("PatientID"),
                    After("StudyInstanceUID"),
                    After("SOPInstanceUID"),
                    Before("StudyInstanceUID"),
                    "RONALD",
                }.Select(Encoding.UTF8.GetBytes),
            ];
        }

        /// <summary>Addresses of the pictures of a head.</summary>
        public IReadOnlyList<string> Pictures { get; }
        public string File { get; }
        public string Study { get; }

        public IEnumerable<string> Addresses(RouteEndpoint route)
        {
            IEnumerable<string> addresses = [""];
            foreach (RoutePatternPathSegment segment in route.RoutePattern.PathSegments)
            {
                addresses = addresses.SelectMany(a => Segment(segment).Select(s => a + "/" + s)).ToList();
            }

            return addresses;
        }

        private string[] Segment(RoutePatternPathSegment segment) =>
            segment.Parts is [RoutePatternParameterPart parameter]
                ? _values.GetValueOrDefault(parameter.Name, ["unknown"])
                :
                [
                    string.Concat(
                        segment.Parts.Select(p =>
                            p switch
                            {
                                RoutePatternLiteralPart literal => literal.Content,
                                RoutePatternSeparatorPart separator => separator.Content,
                                _ => "json",
                            }
                        )
                    ),
                ];

        /// <summary>What of it is in an answer; null for nothing.</summary>
        public string? Betrays(int status, string type, byte[] body) =>
            status == 200
            && (
                type.StartsWith("image/", StringComparison.Ordinal)
                || type is "application/dicom" or "multipart/related"
            )
                ? type
            : _traces.Find(t => body.AsSpan().IndexOf(t) >= 0) is { } trace ? Encoding.UTF8.GetString(trace)
            : null;
    }
}
