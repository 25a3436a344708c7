package tor

// transitionZero is the letter that stands for 0 in transitions.
const transitionZero = 'j'

// transitions holds, for each character of base32 and the begin of a label (the rows) and each character that may
// follow (the columns), how much likelier that one is at random than in a name made by people: twice the logarithm to
// base 2, from -9 ('a') to 16 ('z'). The people's names are those of half of the packages in npm and PyPI that consist
// of base32 characters once hyphens, points and underscores are taken out, which are 470,000.
var transitions = [...]string{
	"njgiomipirmgifpgrggfkmmoloswxzzz",
	"flklfnnngmpglnekrghkgpppkspqvzwz",
	"gplmhopfjsggmpeishjgjpqrmtruxyzz",
	"fjkjdkkofhijkmgksiiljoopmtqrvwyz",
	"hkhijmlomqohifmjoeghnllinqrsxywz",
	"folmgioperofloflthjiiqpoiuptvuyz",
	"hnkmdnjjfrrikjfjqgjliqopmrpuuzxz",
	"emkldnopgqolknelojkhipnsksptvtyy",
	"jjgiijjqprmhhehjqjhgokqmsltvwyzz",
	"comnfpqpiqnolphlmodnhpmrproxvyzz",
	"fkjjdljmeonjklijqjhjjnmrlrqssvyy",
	"fnkjennqesmhkpfjtnhjhnprksquvwzy",
	"ejhkenmqgroijnfgonimjppqktqtvzrz",
	"gmhhfkfohollmkikrngekkoomqrrwyzz",
	"kkihnmjplnlhhehiseihjljlprtrwzzz",
	"golkfonjgsngmphisgjikqpretrtuxzz",
	"jmjlmnoojrqelolknjjhcolpqspsvzzz",
	"emijemlpgqkljlgkrlhhjkpqjsruwwzz",
	"imhifmnihqkkjmihmmhejmmqksqquwxy",
	"gmjmelnhfpokknfjsghjkpmpksquvwwz",
	"iijihnhrhroghgoitggfpprlrpvyyzzz",
	"fokmcompesomlnilsmklipqrotmprtuv",
	"emklemnjfrokkifksigknroopsqsvzyz",
	"hlhjhllmhoojimjfpkidknnlirnrswlw",
	"hjhijkkmlnniihjfnjgekmlnpmpptxzz",
	"gmklcmnjgpnkklgkpmklhpnohirnrwvt",
	"hjghjjjkjkljhlkgpjhhlkkkoolllkmo",
	"ikgekjlmkmljillhpjhikmlmtqgklljm",
	"hjiikkgmlimkfkmgpkiijlmmpriknkll",
	"ijhijjllknnjhllgokhhjllmqqjgkjhj",
	"lokmlnnqopponoqjonkkppootxklaijl",
	"ijiilllmlonjhjmiqjhjmlllqigjijif",
	"hjhhjijkklljhjjfmighlkknnnzyzzzz",
}
