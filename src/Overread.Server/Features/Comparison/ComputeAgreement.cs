using Overread.Domain;
using Overread.Domain.Comparison;
using Overread.Domain.Protocols;
using Overread.Quality;
using Overread.Quality.Agreement;
using Overread.Server.Access;
using Overread.Server.Features.Protocols;
using Overread.Storage;
using Action = Overread.Domain.Projects.Action;

namespace Overread.Server.Features.Comparison;

/// <summary>Agreement per field, with intervals, prevalence and the matrix of readers.</summary>
internal static class ComputeAgreement
{
    internal sealed record CoefficientRow(
        string Name,
        string Field,
        double? Value,
        double? Low,
        double? High,
        int Items,
        int Readers,
        string? State
    );

    internal sealed record PrevalenceRow(string Field, string Answer, double Share, long Count);

    internal sealed record Matrix(
        string Field,
        IReadOnlyList<string> Readers,
        IReadOnlyList<IReadOnlyList<double?>> Kappa,
        IReadOnlyList<IReadOnlyList<int>> Items
    );

    internal sealed record View(
        int ProtocolVersion,
        IReadOnlyList<CoefficientRow> Coefficients,
        IReadOnlyList<PrevalenceRow> Prevalence,
        IReadOnlyList<Matrix> Matrices
    );

    public static void Map(IEndpointRouteBuilder api) =>
        api.MapGet("/projects/{project}/agreement", Show)
            .Needs(Action.SeeComparison)
            .Says("show-agreement", "Shows how far the readers agree, field by field, with intervals.")
            .Problems(404, "protocol.unknown");

    private static async Task<View> Show(
        string project,
        int? version,
        Caller caller,
        IDatabase database,
        ProtocolStore protocols
    )
    {
        RatingsTable table;
        using (ReadLease read = database.Read())
        {
            int wanted = version ?? ProtocolStore.Current(read.Connection, project) ?? 0;
            table = RatingsTable.Load(
                read.Connection,
                project,
                wanted,
                protocols.Published(read.Connection, project, wanted)
            );
        }

        View view = Of(table);
        if (caller.May(Action.Compute))
        {
            await database.Write(
                caller.Actor,
                u =>
                    u.Append(
                        new About(project, "comparison/" + project),
                        new AgreementComputed(table.Version, table.InputHash, view.Coefficients.Count)
                    )
            );
        }

        return view;
    }

    public static View Of(RatingsTable table)
    {
        List<CoefficientRow> coefficients = [];
        List<PrevalenceRow> prevalence = [];
        List<Matrix> matrices = [];
        foreach (Field field in table.Fields)
        {
            (Ratings ratings, IReadOnlyList<string> labels) = table.Of(field);
            coefficients.AddRange(Coefficients(field.Id, ratings));
            prevalence.AddRange(Prevalence(field.Id, ratings, labels));
            matrices.Add(Pairs(field.Id, ratings, table.Readers));
        }

        return new(table.Version, coefficients, prevalence, matrices);
    }

    private static IEnumerable<CoefficientRow> Coefficients(string field, Ratings ratings)
    {
        yield return Row(field, PercentAgreement.Of(ratings));
        // With two readers this is Cohen's κ; with more, the mean over pairs (Light 1971).
        yield return Row(field, LightKappa.Of(ratings)) with
        {
            Name = "cohen-kappa",
        };
        yield return Row(field, FleissKappa.Of(ratings));
        yield return Row(field, KrippendorffAlpha.Of(ratings));
        yield return Row(field, GwetAc1.Of(ratings));
    }

    private static CoefficientRow Row(string field, Coefficient c) =>
        new(
            c.Name == "percent-agreement" ? "percent" : c.Name,
            field,
            c.Value,
            c.Interval?.Low,
            c.Interval?.High,
            c.Items,
            c.Readers,
            c.State == AgreementState.Computed ? null : Kebab(c.State.ToString())
        );

    private static IEnumerable<PrevalenceRow> Prevalence(string field, Ratings ratings, IReadOnlyList<string> labels)
    {
        long[] counts = new long[labels.Count];
        foreach (int category in ratings.Categories)
        {
            counts[category]++;
        }

        return labels.Select(
            (label, i) =>
                new PrevalenceRow(field, label, ratings.Count == 0 ? 0 : (double)counts[i] / ratings.Count, counts[i])
        );
    }

    private static Matrix Pairs(string field, Ratings ratings, IReadOnlyList<string> readers)
    {
        int n = readers.Count;
        double?[][] kappa = [.. Enumerable.Range(0, n).Select(_ => new double?[n])];
        int[][] items = [.. Enumerable.Range(0, n).Select(_ => new int[n])];
        for (int a = 0; a < n; a++)
        {
            for (int b = a + 1; b < n; b++)
            {
                Coefficient pair = CohenKappa.Of(ratings, a, b);
                kappa[a][b] = kappa[b][a] = pair.Value;
                items[a][b] = items[b][a] = pair.Items;
            }
        }

        return new(field, readers, kappa, items);
    }

    public static string Kebab(string name) =>
        string.Concat(
            name.Select((c, i) => char.IsUpper(c) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(c) : c.ToString())
        );
}
