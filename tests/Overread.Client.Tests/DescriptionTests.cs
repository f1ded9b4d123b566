using System.Diagnostics;
using System.Reflection;
using System.Text.Json.Nodes;

namespace Overread.Client.Tests;

/// <summary>The client is the one that the API's description gives: every operation, nothing else.</summary>
public class DescriptionTests
{
    private static readonly string Root = FindRoot();

    [Fact]
    public void Every_operation_has_a_method_that_calls_it()
    {
        string[] described =
        [
            .. JsonNode.Parse(File.ReadAllText(Path.Combine(Root, "docs/openapi.json")))!["paths"]!
                .AsObject()
                .SelectMany(p =>
                    p.Value!.AsObject().Select(o => $"{o.Value!["operationId"]} {o.Key.ToUpperInvariant()} {p.Key}")
                )
                .Order(StringComparer.Ordinal),
        ];
        string[] methods =
        [
            .. typeof(OverreadClient)
                .GetMethods()
                .Select(m => (Method: m, Operation: m.GetCustomAttribute<OperationAttribute>()))
                .Where(m => m.Operation is not null)
                .Select(m => $"{m.Operation!.Id} {m.Operation.Method} {m.Operation.Path}")
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(described, methods);
    }

    [Fact]
    public void Every_method_can_be_cancelled_and_takes_each_part_of_its_path()
    {
        foreach (MethodInfo method in typeof(OverreadClient).GetMethods())
        {
            if (method.GetCustomAttribute<OperationAttribute>() is not { } operation)
            {
                continue;
            }

            ParameterInfo[] parameters = method.GetParameters();
            Assert.Equal(typeof(CancellationToken), parameters[^1].ParameterType);
            foreach (string part in operation.Path.Split('/').Where(p => p.StartsWith('{')))
            {
                Assert.Contains(parameters, p => p.Name == part.Trim('{', '}'));
            }
        }
    }

    [Fact]
    public void The_generated_half_is_what_the_description_gives_today()
    {
        using Process node = Process.Start(
            new ProcessStartInfo("node", [Path.Combine(Root, ".ci/client.mjs"), "--check"])
            {
                RedirectStandardError = true,
            }
        )!;
        string said = node.StandardError.ReadToEnd();
        node.WaitForExit();
        Assert.True(node.ExitCode == 0, said);
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Overread.slnx")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder ?? throw new InvalidOperationException("The tests run inside a checkout.");
    }
}
