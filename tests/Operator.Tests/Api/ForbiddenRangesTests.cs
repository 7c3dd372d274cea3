using System.Net;
using McpTenants.Api;

namespace Operator.Tests.Api;

public sealed class ForbiddenRangesTests
{
    [Theory]
    [InlineData("169.254.169.254", true)]
    [InlineData("::ffff:169.254.169.254", true)]
    [InlineData("::ffff:10.0.0.1", true)]
    [InlineData("168.63.129.16", true)]
    [InlineData("100.64.0.1", true)]
    [InlineData("127.0.0.1", true)]
    [InlineData("0.0.0.0", true)]
    [InlineData("::1", true)]
    [InlineData("::", true)]
    [InlineData("fd00::1", true)]
    [InlineData("fe80::1", true)]
    [InlineData("64:ff9b::a9fe:a9fe", true)]
    [InlineData("198.51.100.7", false)]
    [InlineData("::ffff:198.51.100.7", false)]
    [InlineData("2001:4860:4860::8888", false)]
    public void Contains_Address_ByWhatPacketsGoTo(string address, bool forbidden) => ForbiddenRanges.Contains(IPAddress.Parse(address)).ShouldBe(forbidden);

    [Fact]
    public void CarveOuts_OfTheInternet_AreEveryForbiddenRangeOfThatFamily()
    {
        var except = ForbiddenRanges.CarveOuts("0.0.0.0/0", ["203.0.113.0/24", "2001:db8::/32", "nonsense"]);

        except.ShouldContain("169.254.0.0/16");
        except.ShouldContain("203.0.113.0/24");
        except.ShouldAllBe(range => !range.Contains(':'));
    }

    [Fact]
    public void CarveOuts_OfAPublicRange_AreNone() => ForbiddenRanges.CarveOuts("198.51.100.0/24", []).ShouldBeEmpty();

    [Theory]
    [InlineData("10.1.0.0/16", "10.0.0.0/8")]
    [InlineData("203.0.113.128/25", "203.0.113.0/24")]
    public void Containing_RangeInsideAForbiddenOne_IsThatOne(string range, string forbidden) =>
        ForbiddenRanges.Containing(IPNetwork.Parse(range), ["203.0.113.0/24"]).ShouldBe(IPNetwork.Parse(forbidden));

    [Fact]
    public void Containing_RangeThatOnlyOverlaps_IsNull() => ForbiddenRanges.Containing(IPNetwork.Parse("8.0.0.0/6"), []).ShouldBeNull();
}
