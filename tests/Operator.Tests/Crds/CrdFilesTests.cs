using McpTenants.Operator.Crds;

namespace Operator.Tests.Crds;

public sealed class CrdFilesTests
{
    [Theory]
    [InlineData("crds", false)]
    [InlineData("crds/cel", true)]
    public void CheckedInFiles_AreWhatTheTypesGive(string folder, bool withRules)
    {
        foreach (var file in CrdGenerator.All(withRules))
        {
            File.ReadAllText(RepositoryFiles.At(folder, file.Name)).ShouldBe(file.Yaml, $"run `mcp-operator crds --output {folder}`");
        }
    }

    [Fact]
    public void All_Twice_GivesTheSameBytes() => CrdGenerator.All().ShouldBe(CrdGenerator.All());
}
