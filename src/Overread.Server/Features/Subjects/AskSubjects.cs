using Microsoft.AspNetCore.Http.HttpResults;
using Overread.Domain.Subjects;
using Overread.Server.Access;
using Overread.Server.Features.Projects.Contracts;
using Overread.Server.Features.Subjects.Contracts;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Subjects;

/// <summary>What is unclear about who is who, and what people say to it.</summary>
internal static class AskSubjects
{
    /// <param name="Rule">By which names of items state a subject.</param>
    /// <param name="Open">Questions that nobody has settled; their subjects are kept in one split meanwhile.</param>
    /// <param name="Settled">Questions that somebody has settled.</param>
    internal sealed record View(
        string Rule,
        IReadOnlyList<SubjectsFrom> Sources,
        IReadOnlyList<SubjectQuestion> Open,
        IReadOnlyList<SubjectQuestion> Settled,
        IReadOnlyList<SubjectsSaid> Decisions
    );

    /// <summary>How many items have their subject from where: stated, path, guess or key.</summary>
    internal sealed record SubjectsFrom(string From, int Items, int Subjects);

    /// <summary>What was said.</summary>
    internal sealed record SubjectsSaid(IReadOnlyList<string> Subjects, bool Same, string Reason);

    /// <param name="Subjects">The subjects; left out where a question names them.</param>
    /// <param name="Same">One patient, or several.</param>
    internal sealed record SubjectsWord(
        bool Same,
        string Reason,
        string? Question = null,
        IReadOnlyList<string>? Subjects = null
    );

    public static void Map(IEndpointRouteBuilder api)
    {
        api.MapGet("/projects/{project}/subjects", Show)
            .Needs(Action.SeeReleases)
            .Says("show-subjects", "Shows whose the items are held to be, and what is unclear about it.");
        api.MapPost("/projects/{project}/subjects/decisions", Decide)
            .Needs(Action.ManageItems)
            .Says("decide-subjects", "Says whether subjects are one patient. It is recorded; a later word counts.")
            .Problems(404, "subjects.question")
            .Problems(409, "project.closed")
            .Problems(422, "reason.needed", "subjects.few", "subjects.unknown");
    }

    private static View Show(string project, IDatabase database, ProjectSubjects subjects)
    {
        using ReadLease read = database.Read();
        SubjectView view = subjects.Of(read.Connection, project);
        return new(
            SubjectNames.Rule,
            [
                .. view
                    .Items.GroupBy(i => i.Source, StringComparer.Ordinal)
                    .OrderBy(g => g.Key, StringComparer.Ordinal)
                    .Select(g => new SubjectsFrom(
                        g.Key,
                        g.Count(),
                        g.Select(i => i.Subject).Distinct(StringComparer.Ordinal).Count()
                    )),
            ],
            view.Groups.Open,
            [.. view.Questions.Except(view.Groups.Open)],
            [.. view.Decisions.Select(d => new SubjectsSaid(d.Subjects, d.Same, d.Reason))]
        );
    }

    private static async Task<NoContent> Decide(
        string project,
        SubjectsWord form,
        Caller caller,
        IDatabase database,
        ProjectSubjects subjects
    )
    {
        await database.Write(
            caller.Actor,
            u =>
            {
                ProjectTable.Open(u.Connection, project);
                SubjectView view = subjects.Of(u.Connection, project);
                SubjectQuestion? asked = form.Question is null
                    ? null
                    : view.Questions.FirstOrDefault(q => q.Id == form.Question)
                        ?? throw new RefusedException(
                            new("subjects.question", "There is no such question.", Domain.RefusalKind.NotFound)
                        );
                u.Append(
                    new About(project, "subjects/" + project),
                    SubjectRules.Decide(
                        view.Items.Select(i => i.Subject).ToHashSet(StringComparer.Ordinal),
                        form.Subjects ?? asked?.Subjects,
                        form.Same,
                        form.Reason,
                        form.Question
                    )
                );
                return true;
            }
        );
        return TypedResults.NoContent();
    }
}
