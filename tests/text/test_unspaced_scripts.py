"""Which texts are recognised as written without blanks between words."""

import numpy as np
import pytest

from embviz.text.tokens import cut
from embviz.text.unspaced_scripts import unspaced


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("起初，神创造天地。地是空虚混沌，渊面黑暗；神的灵运行在水面上。", "Chinese"),
        ("起初 神 创造 天地 。 地 是 空虚 混沌 ， 渊面 黑暗 ； 神 的 灵 运行 在 水面 上 。", None),
        (
            "はじめに神は天と地とを創造された。地は形なく、むなしく、やみが淵のおもてにあり",
            "Japanese",
        ),
        ("はじめ に 神 は 天 と 地 と を 創造 さ れ た 。 地 は 形 なく 、 むなしく", None),
        ("ในปฐมกาลพระเจ้าทรงเนรมิตสร้างฟ้าและแผ่นดินโลก แผ่นดินโลกนั้นก็ว่างเปล่าอยู่", "Thai"),
        ("ใน ปฐมกาล พระเจ้า ทรง เนรมิต สร้าง ฟ้า และ แผ่นดิน โลก", None),
        ("ໃນຕົ້ນເດີມນັ້ນພຣະເຈົ້າໄດ້ຊົງເນລະມິດສ້າງຟ້າສະຫວັນແລະແຜ່ນດິນໂລກ", "Lao"),
        ("កាលដើមដំបូងឡើយព្រះបានបង្កើតផ្ទៃមេឃនិងផែនដី", "Khmer"),
        ("អចដើមដំបូង\u200bព្រះ\u200bបាន\u200bបង្កើត\u200bផ្ទៃ\u200bមេឃ\u200bនិង\u200bផែនដី", None),
        ("အစအဦး၌ဘုရားသခင်သည်ကောင်းကင်နှင့်မြေကြီးကိုဖန်ဆင်းတော်မူ၏။", "Burmese"),
        ("태초에 하나님이 천지를 창조하시니라 땅이 혼돈하고 공허하며", None),
        ("The sign said 我爱北京天安门 and I could not read it, so I asked my friend.", None),
        ("В начале сотворил Бог небо и землю.", None),
        ("ภ" * 500, "Thai"),  # one token, far too long
        ("", None),
    ],
)
def test_scripts_without_blanks_are_recognised(text: str, script: str | None) -> None:
    tokens = cut(text)
    counts = np.bincount(tokens.ids, minlength=len(tokens.forms))
    found = unspaced(tokens.forms, counts)
    assert (found and found[0]) == script
    if found:
        assert 0.25 <= found[1] <= 1
