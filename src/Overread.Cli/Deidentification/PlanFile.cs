using Overread.Dicom.Deidentify.Plans;
using YamlDotNet.Core;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Overread.Cli.Deidentification;

/// <summary>A plan as a YAML file.</summary>
internal static class PlanFile
{
    /// <summary>Reads a plan.</summary>
    /// <exception cref="InvalidDataException">The file says something that no plan can do.</exception>
    internal static DeidentificationPlan Read(string path)
    {
        IDeserializer reader = new DeserializerBuilder()
            .WithNamingConvention(CamelCaseNamingConvention.Instance)
            .WithDuplicateKeyChecking()
            .Build();
        try
        {
            return (reader.Deserialize<PlanDocument?>(File.ReadAllText(path)) ?? new PlanDocument()).ToPlan();
        }
        catch (YamlException exception)
        {
            throw new InvalidDataException(
                $"the plan is no valid document: line {exception.Start.Line}: {exception.InnerException?.Message ?? exception.Message}",
                exception
            );
        }
    }
}
