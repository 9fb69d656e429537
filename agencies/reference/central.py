"""Central bodies whose people look into the portal (NĐ 43/2025/NĐ-CP: TTĐN is with Bộ VHTTDL since 01/3/2025)."""

# (code, name, short name, abbreviation, code of the parent)
CENTRAL_AGENCIES = (
    ("bo-vhttdl", "Bộ Văn hóa, Thể thao và Du lịch", "Bộ VHTTDL", "BVHTTDL", ""),
    ("cuc-ttcs-ttdn", "Cục Thông tin cơ sở và Thông tin đối ngoại", "Cục TTCS&TTĐN", "", "bo-vhttdl"),
)
