using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using KubeOps.Abstractions.Entities.Attributes;
using McpTenants.Api;

namespace McpTenants.Operator.Crds;

/// <summary>Descriptions for <c>kubectl explain</c>: <see cref="DescriptionAttribute"/>, else the XML summary of the member, so that no text is written twice.</summary>
internal sealed partial class XmlDocumentation
{
    private readonly Dictionary<string, string> summaries;

    /// <summary>Reads the documentation file that is published beside the API's assembly.</summary>
    public XmlDocumentation()
    {
        var file = Path.Combine(AppContext.BaseDirectory, typeof(McpTenant).Assembly.GetName().Name + ".xml");
        summaries = XDocument.Load(file).Descendants("member")
            .Where(member => member.Element("summary") is not null)
            .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!), StringComparer.Ordinal);
    }

    /// <summary>Description of a type.</summary>
    public string Of(Type type) =>
        type.GetCustomAttribute<DescriptionAttribute>()?.Description ?? Find($"T:{type.FullName}");

    /// <summary>Description of a property.</summary>
    public string Of(PropertyInfo property) =>
        property.GetCustomAttribute<DescriptionAttribute>()?.Description ?? Find($"P:{property.DeclaringType!.FullName}.{property.Name}");

    private string Find(string member) =>
        summaries.TryGetValue(member, out var text) ? text : throw new InvalidOperationException($"{member} has no summary, so the CRD would have a field without description.");

    private static string Text(XElement summary)
    {
        foreach (var reference in summary.Descendants("see").ToArray())
            reference.ReplaceWith(reference.Attribute("cref")?.Value.Split('.')[^1] ?? reference.Value);
        return Spaces().Replace(summary.Value, " ").Trim();
    }

    [GeneratedRegex(@"\s+", RegexOptions.None, 1000)]
    private static partial Regex Spaces();
}
