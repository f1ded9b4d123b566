using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using Overread.Domain.Record;
using Overread.Domain.Subjects;
using Overread.Server.Features.Items.Contracts;
using Overread.Storage;

namespace Overread.Server.Features.Subjects.Contracts;

/// <summary>Who is who in each project, found anew only when items came or something was decided.</summary>
internal sealed class ProjectSubjects
{
    private readonly ConcurrentDictionary<string, (string State, SubjectView View)> _known = [];

    /// <summary>What is known of a project's subjects as the connection sees it.</summary>
    public SubjectView Of(DbConnection c, string project)
    {
        string state =
            $"{ItemTable.Newest(c, project)} {ItemTable.Count(c, project)} {c.Number("SELECT COALESCE(MAX(seq), 0) FROM subject_decision WHERE project = @0", project)}";
        if (_known.TryGetValue(project, out (string State, SubjectView View) known) && known.State == state)
        {
            return known.View;
        }

        List<SubjectItem> items = ItemTable.Subjects(c, project);
        List<SubjectsDecided> decisions = c.All(
            "SELECT decided FROM subject_decision WHERE project = @0 ORDER BY seq",
            r => JsonSerializer.Deserialize<SubjectsDecided>(r.GetString(0), EventJson.Options)!,
            project
        );
        IReadOnlyList<SubjectQuestion> questions = SubjectQuestions.Find(items, ContentTable.Matches(c, project));
        SubjectView view = new(items, questions, new SubjectGroups(questions, decisions), decisions);
        _known[project] = (state, view);
        return view;
    }
}
