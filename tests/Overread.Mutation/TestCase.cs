using System.Reflection;

namespace Overread.Mutation;

/// <summary>One fact, or one row of a theory, found by reflection and run without a test framework.</summary>
/// <param name="Name">Class, method and the number of the row.</param>
/// <param name="Method">The test method.</param>
/// <param name="Arguments">Its arguments; empty for a fact.</param>
internal sealed record TestCase(string Name, MethodInfo Method, object?[] Arguments)
{
    /// <summary>Null when it passes, else what it threw.</summary>
    internal Exception? Run()
    {
        object? instance = null;
        try
        {
            instance = Method.IsStatic ? null : Activator.CreateInstance(Method.DeclaringType!);
            (Method.Invoke(instance, Arguments) as Task)?.GetAwaiter().GetResult();
            return null;
        }
        catch (TargetInvocationException failure)
        {
            return failure.InnerException;
        }
        finally
        {
            (instance as IDisposable)?.Dispose();
        }
    }

    internal static IEnumerable<TestCase> All(Assembly tests)
    {
        foreach (Type type in tests.GetTypes().Where(t => t is { IsClass: true, IsAbstract: false }))
        {
            foreach (MethodInfo method in type.GetMethods(BindingFlags.Public | BindingFlags.Instance))
            {
                string[] names = [.. method.GetCustomAttributes().Select(a => a.GetType().Name)];
                string name =
                    $"{type.FullName!.Replace(Instrument.Name + ".Tests.", "", StringComparison.Ordinal)}.{method.Name}";
                if (names.Contains("FactAttribute"))
                {
                    yield return new TestCase(name, method, []);
                }
                else if (names.Contains("TheoryAttribute"))
                {
                    int row = 0;
                    foreach (object?[] data in Rows(type, method))
                    {
                        yield return new TestCase($"{name}#{row++}", method, Fill(method, data));
                    }
                }
            }
        }
    }

    private static IEnumerable<object?[]> Rows(Type type, MethodInfo method)
    {
        foreach (object attribute in method.GetCustomAttributes())
        {
            switch (attribute.GetType().Name)
            {
                case "InlineDataAttribute":
                    yield return (object?[])Value(attribute, "Data")!;
                    break;
                case "MemberDataAttribute":
                    Type owner = (Type?)Value(attribute, "MemberType") ?? type;
                    string member = (string)Value(attribute, "MemberName")!;
                    const BindingFlags Static =
                        BindingFlags.Static
                        | BindingFlags.Public
                        | BindingFlags.NonPublic
                        | BindingFlags.FlattenHierarchy;
                    object? rows =
                        owner.GetProperty(member, Static)?.GetValue(null)
                        ?? owner.GetField(member, Static)?.GetValue(null)
                        ?? owner.GetMethod(member, Static)!.Invoke(null, (object?[]?)Value(attribute, "Arguments"));
                    foreach (object row in (System.Collections.IEnumerable)rows!)
                    {
                        yield return row as object?[]
                            ?? (object?[])
                                row.GetType().GetInterface("ITheoryDataRow")!.GetMethod("GetData")!.Invoke(row, null)!;
                    }

                    break;
            }
        }
    }

    private static object? Value(object attribute, string property) =>
        attribute.GetType().GetProperty(property)!.GetValue(attribute);

    // Optional parameters, params arrays and the widening that a caller would do.
    private static object?[] Fill(MethodInfo method, object?[] data)
    {
        ParameterInfo[] parameters = method.GetParameters();
        object?[] filled = new object?[parameters.Length];
        for (int i = 0; i < parameters.Length; i++)
        {
            Type wanted = parameters[i].ParameterType;
            if (
                parameters[i].IsDefined(typeof(ParamArrayAttribute))
                && !(data.Length == parameters.Length && data[i] is Array)
            )
            {
                Array rest = Array.CreateInstance(wanted.GetElementType()!, data.Length - i);
                for (int j = i; j < data.Length; j++)
                {
                    rest.SetValue(data[j], j - i);
                }

                filled[i] = rest;
            }
            else
            {
                object? value = i < data.Length ? data[i] : parameters[i].DefaultValue;
                filled[i] =
                    value is IConvertible && wanted.IsPrimitive && value.GetType() != wanted
                        ? Convert.ChangeType(value, wanted, System.Globalization.CultureInfo.InvariantCulture)
                        : value;
            }
        }

        return filled;
    }
}
