-- The shared education database: the tables that khaothi reads and writes.
-- Version 1 of the contract in docs/edu-database.md. The owner of the database
-- runs this file; where the tables exist already, views with these columns do.

-- Owned by the school management modules; khaothi reads.
CREATE TABLE school (
    matruong        varchar(20)  PRIMARY KEY,
    tentruong       varchar(200) NOT NULL,
    manhomcaphoc    varchar(2)   NOT NULL,
    sukien          varchar(6)   NOT NULL DEFAULT 'NEW' CHECK (sukien IN ('NEW', 'UPDATE', 'CANCEL')),
    phienban        int          NOT NULL DEFAULT 1 CHECK (phienban > 0),
    thoigiancapnhat timestamptz  NOT NULL DEFAULT now()
);

CREATE TABLE pupil (
    mahocsinh       varchar(20)  PRIMARY KEY,
    sodinhdanh      varchar(12)  NOT NULL DEFAULT '' CHECK (sodinhdanh ~ '^(\d{12})?$'),
    hovaten         varchar(150) NOT NULL,
    ngaysinh        date,
    gioitinh        smallint     NOT NULL DEFAULT 0 CHECK (gioitinh IN (0, 1, 2)),
    matruong        varchar(20)  NOT NULL REFERENCES school (matruong),
    malop           varchar(20)  NOT NULL,
    makhoi          varchar(20)  NOT NULL,
    sukien          varchar(6)   NOT NULL DEFAULT 'NEW' CHECK (sukien IN ('NEW', 'UPDATE', 'CANCEL')),
    phienban        int          NOT NULL DEFAULT 1 CHECK (phienban > 0),
    thoigiancapnhat timestamptz  NOT NULL DEFAULT now()
);
CREATE UNIQUE INDEX pupil_sodinhdanh ON pupil (sodinhdanh) WHERE sodinhdanh <> '' AND sukien <> 'CANCEL';

-- Owned by khaothi; every module may read.
CREATE TABLE exam_result (
    idbanghi        varchar(150) PRIMARY KEY,
    sukien          varchar(6)   NOT NULL CHECK (sukien IN ('NEW', 'UPDATE', 'CANCEL')),
    phienban        int          NOT NULL CHECK (phienban > 0),
    thoigiancapnhat timestamptz  NOT NULL,
    makythi         varchar(40)  NOT NULL,
    tenkythi        varchar(200) NOT NULL,
    namhoc          varchar(9)   NOT NULL,
    hocky           smallint     NOT NULL CHECK (hocky BETWEEN 0 AND 3),
    mamonhoc        varchar(20)  NOT NULL,
    mahocsinh       varchar(20)  NOT NULL,
    sodinhdanh      varchar(12)  NOT NULL,
    matruong        varchar(20)  NOT NULL,
    malop           varchar(20)  NOT NULL,
    makhoi          varchar(20)  NOT NULL,
    diem            numeric(4,2) NOT NULL CHECK (diem >= 0),
    sha             char(64)     NOT NULL CHECK (sha ~ '^[0-9a-f]{64}$')
);
CREATE INDEX exam_result_makythi ON exam_result (makythi);
CREATE INDEX exam_result_mahocsinh ON exam_result (mahocsinh);

-- Whoever writes: a version at or below the stored one is refused.
CREATE FUNCTION exam_result_rises() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.phienban <= OLD.phienban THEN
        RAISE EXCEPTION 'phienban % of % is not above %', NEW.phienban, OLD.idbanghi, OLD.phienban USING ERRCODE = '23514';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER exam_result_rises BEFORE UPDATE ON exam_result
    FOR EACH ROW EXECUTE FUNCTION exam_result_rises();
