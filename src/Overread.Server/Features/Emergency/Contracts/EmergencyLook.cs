using Overread.Domain.Projects;
using Overread.Storage;

namespace Overread.Server.Features.Emergency.Contracts;

/// <summary>Writes what is about to be shown under an emergency access into the record; only then is it shown.</summary>
internal static class EmergencyLook
{
    public static Task Record(IDatabase database, Actor actor, Emergencies.Access access, HttpContext http) =>
        database.Write(
            actor,
            u =>
                u.Append(
                    new About(access.Project, EmergencyProjection.StreamOf(access.Id)),
                    new EmergencyLooked(
                        http.Request.Method,
                        (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "",
                        [
                            .. http
                                .Request.RouteValues.Where(v => v.Key != "project")
                                .OrderBy(v => v.Key, StringComparer.Ordinal)
                                .Select(v => $"{v.Key}={v.Value}"),
                        ]
                    )
                )
        );
}
